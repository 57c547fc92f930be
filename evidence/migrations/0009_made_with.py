from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0008_derivatives")]

    operations = [
        migrations.AddField("bundle", "made_with", models.JSONField(default=dict)),
    ]
