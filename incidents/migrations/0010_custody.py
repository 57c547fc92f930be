import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from incidents.append_only import GUARDS, install, lift


def guard(apps, schema_editor):
    install(schema_editor.connection, GUARDS)


def unguard(apps, schema_editor):
    lift(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0009_user_leaving'),
    ]

    operations = [
        migrations.AddField(
            model_name='contact',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='删除个人信息的时间'),
        ),
        migrations.AddField(
            model_name='line',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='删除个人信息的时间'),
        ),
        migrations.AddField(
            model_name='report',
            name='erased_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='删除个人信息的时间'),
        ),
        migrations.AlterField(
            model_name='custodyevent',
            name='action',
            field=models.CharField(choices=[('created', '记下'), ('amended', '更正'), ('withdrawn', '撤下'), ('restored', '恢复'), ('confirmed', '确认标记'), ('dismissed', '排除标记'), ('reconsidered', '收回对标记的决定'), ('acquired', '收存证据'), ('referenced', '关联证据'), ('imported', '导入'), ('undone', '撤回导入'), ('submitted', '亲友提交'), ('accepted', '收下上报'), ('declined', '没有收下上报'), ('issued', '出具证据包'), ('checked', '校验'), ('erased', '删除个人信息'), ('struck', '抹去字句')], max_length=12),
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sequence', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('place', models.CharField(choices=[('bundle', '证据包'), ('backup', '备份'), ('stamp', '时间戳')], max_length=8)),
                ('name', models.CharField(max_length=200)),
                ('at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='anchors', to='incidents.case')),
            ],
            options={
                'verbose_name': '锚点',
                'verbose_name_plural': '锚点',
                'ordering': ('-sequence', 'pk'),
            },
        ),
        migrations.CreateModel(
            name='CustodyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', '排队中'), ('running', '进行中'), ('done', '做完了'), ('failed', '没有做完')], default='queued', max_length=7)),
                ('asked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('links', models.PositiveIntegerField(default=0)),
                ('records', models.PositiveIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('problem_count', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='custody_checks', to='incidents.case')),
            ],
            options={
                'ordering': ('-pk',),
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
