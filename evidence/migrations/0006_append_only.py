from django.db import migrations

from evidence.append_only import GUARDS
from incidents.append_only import install, lift


def guard(apps, schema_editor):
    install(schema_editor.connection, GUARDS)


def unguard(apps, schema_editor):
    lift(schema_editor.connection, GUARDS)


class Migration(migrations.Migration):

    dependencies = [
        ('evidence', '0005_backup'),
        ('incidents', '0010_custody'),
    ]

    operations = [
        migrations.RunPython(guard, unguard),
    ]
