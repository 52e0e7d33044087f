from django.db import migrations, models

import dossier.editing.fields

HELP = "Where the source gives the date in another calendar than the Gregorian."


def bound(latest):
    return dossier.editing.fields.EDTFBound(
        calendar="value_calendar", condition=models.Q(("value_type", "date")), latest=latest, source="value"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0002_create_edtf_bound_of_calendar"),
        ("sources", "0001_create_desk"),
    ]

    operations = [
        *(
            migrations.AddField(
                model,
                "value_calendar",
                dossier.editing.fields.CodeField(blank=True, default="", help_text=HELP, max_length=60),
            )
            for model in ("citation", "historicalcitation")
        ),
        # The expression of a generated column cannot be altered.
        migrations.RemoveField("citation", "value_earliest"),
        migrations.RemoveField("citation", "value_latest"),
        migrations.AddField("citation", "value_earliest", bound(latest=False)),
        migrations.AddField("citation", "value_latest", bound(latest=True)),
    ]
