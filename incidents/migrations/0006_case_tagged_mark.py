from django.db import migrations, models


def note_what_is_known(apps, schema_editor):
    """A case whose findings all stem from one catalogue was tagged by it; of others nobody knows."""
    Case, Finding = apps.get_model("incidents", "Case"), apps.get_model("incidents", "Finding")
    Incident = apps.get_model("incidents", "Incident")
    for case in Case.objects.all():
        findings = Finding.objects.filter(case=case, is_supported=True).exclude(rule__startswith="P")
        marks = set(findings.order_by().values_list("catalogue_digest", "engine_version"))
        if len(marks) == 1:
            case.tagged_mark = ":".join(marks.pop())
        elif Incident.objects.filter(case=case).exists():
            case.tagged_mark = "unknown"
        case.save(update_fields=["tagged_mark"])


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0005_debt_received_and_usury_basis'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='tagged_mark',
            field=models.CharField(default='', editable=False, max_length=100),
        ),
        migrations.RunPython(note_what_is_known, migrations.RunPython.noop),
    ]
