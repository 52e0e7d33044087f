from django.db import migrations

PROTECT = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNPROTECT = "DROP TRIGGER refuse_change ON {table}; DROP TRIGGER refuse_truncate ON {table};"
TABLES = ["publication_edition", "publication_editionpage"]


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0001_create_edtf_and_history_functions"),
        ("publication", "0001_create_shelf"),
    ]
    operations = [migrations.RunSQL(PROTECT.format(table=table), UNPROTECT.format(table=table)) for table in TABLES]
