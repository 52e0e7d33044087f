from django.db import migrations

# The subjects were one list with the form and with “multilateral”. What a record is called does not change what it
# says, so its history is told in the new terms too. The triggers of history still have the former columns.
TELL_APART = """
    UPDATE TABLE_NAME SET laterality = 'multilateral', laterality_reason_en = 'Recorded as multilateral.'
    WHERE 'multilateral' = ANY(subjects) AND laterality = '' AND id IN (SELECT id FROM said_multilateral);
    UPDATE TABLE_NAME SET
        form = coalesce(
            (SELECT code FROM unnest(subjects) WITH ORDINALITY AS each(code, place)
             WHERE code IN ('declaration', 'protocol', 'exchange-of-notes') ORDER BY place LIMIT 1), ''
        ),
        subjects = ARRAY(
            SELECT code FROM unnest(subjects) WITH ORDINALITY AS each(code, place)
            WHERE code NOT IN ('declaration', 'protocol', 'exchange-of-notes', 'multilateral') ORDER BY place
        )
    WHERE subjects::text[] && '{declaration,protocol,exchange-of-notes,multilateral}'::text[];
"""
TABLES = ("treaties_treaty", "treaties_historicaltreaty")
FORWARDS = [
    """CREATE TEMPORARY TABLE said_multilateral ON COMMIT DROP AS
        SELECT id FROM treaties_treaty treaty
        WHERE 'multilateral' = ANY(subjects) AND laterality = ''
        AND (SELECT count(*) FROM treaties_treatyparty WHERE treaty_id = treaty.id) BETWEEN 1 AND 2""",
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES),
    *(TELL_APART.replace("TABLE_NAME", table) for table in TABLES),
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES),
    """UPDATE sources_citation SET field = 'subjects'
        WHERE field = 'kinds' AND subject_type_id = (
            SELECT id FROM django_content_type WHERE app_label = 'treaties' AND model = 'treaty'
        )""",
]
BACKWARDS = [
    *(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in TABLES),
    "UPDATE treaties_treaty SET subjects = subjects || form WHERE form <> ''",
    "UPDATE treaties_historicaltreaty SET subjects = subjects || form WHERE form <> ''",
    *(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in TABLES),
]


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("sources", "0006_add_link_check"),
        ("treaties", "0005_add_forms_and_calendars"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
