from django.db import migrations

# A second function rather than a changed one: generated columns stand on the first. Days are counted by Julian Day
# Number, so each calendar has its own leap years; like the first, it calls no function of ours.
EDTF_BOUND = r"""
CREATE FUNCTION edtf_bound(value text, latest boolean, calendar text) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    part text; number text; y int; m int; d int; days int; leap boolean; a int; yy int; mm int; first_day int;
    low date; high date; first date; last date; place int := 0;
BEGIN
    IF value IS NULL OR value = '' THEN RETURN NULL; END IF;
    IF calendar NOT IN ('', 'julian') THEN
        RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = format('%L is no calendar', calendar);
    END IF;
    IF value !~ '^(\d{4}(-\d{2}(-\d{2})?)?[?~%]?|\.\./\d{4}(-\d{2}(-\d{2})?)?[?~%]?|\d{4}(-\d{2}(-\d{2})?)?[?~%]?/(\.\.|\d{4}(-\d{2}(-\d{2})?)?[?~%]?)|\[\d{4}(-\d{2}(-\d{2})?)?[?~%]?(,\d{4}(-\d{2}(-\d{2})?)?[?~%]?)+\])$' THEN
        RAISE EXCEPTION USING ERRCODE = '22007', MESSAGE = format('%L is not a date in EDTF', value);
    END IF;
    FOREACH part IN ARRAY string_to_array(btrim(value, '[]'), CASE WHEN value LIKE '[%' THEN ',' ELSE '/' END) LOOP
        place := place + 1;
        CONTINUE WHEN part = '..';
        number := rtrim(part, '?~%');
        y := left(number, 4)::int;
        m := nullif(substr(number, 6, 2), '')::int;
        d := nullif(substr(number, 9, 2), '')::int;
        leap := y % 4 = 0 AND (calendar = 'julian' OR y % 100 <> 0 OR y % 400 = 0);
        days := CASE coalesce(m, 12) WHEN 2 THEN CASE WHEN leap THEN 29 ELSE 28 END
                WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END;
        IF y = 0 OR m NOT BETWEEN 1 AND 12 OR d NOT BETWEEN 1 AND days THEN
            RAISE EXCEPTION USING ERRCODE = '22008', MESSAGE = format('%L is no day of the calendar', part);
        END IF;
        IF calendar = '' THEN
            low := make_date(y, coalesce(m, 1), coalesce(d, 1));
            high := make_date(y, coalesce(m, 12), coalesce(d, days));
        ELSE
            a := (14 - coalesce(m, 1)) / 12; yy := y + 4800 - a; mm := coalesce(m, 1) + 12 * a - 3;
            first_day := (153 * mm + 2) / 5 + 365 * yy + yy / 4 - 32083;
            low := date '1970-01-01' + (first_day + coalesce(d, 1) - 2440588);
            a := (14 - coalesce(m, 12)) / 12; yy := y + 4800 - a; mm := coalesce(m, 12) + 12 * a - 3;
            first_day := (153 * mm + 2) / 5 + 365 * yy + yy / 4 - 32083;
            high := date '1970-01-01' + (first_day + coalesce(d, days) - 2440588);
        END IF;
        IF value LIKE '%/%' THEN
            IF place = 1 THEN first := low; ELSE last := high; END IF;
        ELSE
            first := least(first, low);
            last := greatest(last, high);
        END IF;
    END LOOP;
    IF last < first THEN
        RAISE EXCEPTION USING ERRCODE = '22007', MESSAGE = format('%L ends before it begins', value);
    END IF;
    RETURN CASE WHEN latest THEN last ELSE first END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("editing", "0001_create_edtf_and_history_functions")]
    operations = [migrations.RunSQL(EDTF_BOUND, "DROP FUNCTION edtf_bound(text, boolean, text)")]
