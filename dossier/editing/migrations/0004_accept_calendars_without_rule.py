from importlib import import_module

from django.db import migrations

FORMER = import_module("dossier.editing.migrations.0002_create_edtf_bound_of_calendar").EDTF_BOUND
# A date marked with a calendar that is not converted by rule is the Gregorian day that is taken to be meant. For the
# calendars that there were the function answers as before, so no generated column changes.
EDTF_BOUND = (
    FORMER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    .replace("NOT IN ('', 'julian')", "NOT IN ('', 'julian', 'hijri', 'solar-hijri', 'chinese')")
    .replace("IF calendar = '' THEN", "IF calendar <> 'julian' THEN")
)


class Migration(migrations.Migration):
    dependencies = [("editing", "0003_add_search_text")]
    operations = [migrations.RunSQL(EDTF_BOUND, FORMER.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))]
