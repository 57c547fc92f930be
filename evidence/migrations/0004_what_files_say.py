from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0003_import_work'),
    ]

    operations = [
        migrations.AddField(
            model_name='exhibit',
            name='device',
            field=models.CharField(blank=True, max_length=100, verbose_name='什么设备'),
        ),
        migrations.AddField(
            model_name='exhibit',
            name='duration_ms',
            field=models.PositiveBigIntegerField(null=True, verbose_name='时长'),
        ),
        migrations.AddField(
            model_name='exhibit',
            name='examined_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='exhibit',
            name='metadata',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='exhibit',
            name='source',
            field=models.CharField(blank=True, max_length=100, verbose_name='来自谁'),
        ),
    ]
