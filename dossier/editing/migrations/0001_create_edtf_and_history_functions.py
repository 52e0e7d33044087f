from django.db import migrations

# One function without calls to others: pg_restore recomputes generated columns with an empty search path.
EDTF_BOUND = r"""
CREATE FUNCTION edtf_bound(value text, latest boolean) RETURNS date
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    part text; number text; y int; m int; d int; low date; high date; first date; last date; place int := 0;
BEGIN
    IF value IS NULL OR value = '' THEN RETURN NULL; END IF;
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
        low := make_date(y, coalesce(m, 1), coalesce(d, 1));
        high := make_date(y, coalesce(m, 12), coalesce(d, 1));
        IF d IS NULL THEN
            high := (high + interval '1 month')::date - 1;
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

# Columns are looked up at each statement, so a data migration is recorded with the columns of its day.
RECORD_HISTORY = r"""
CREATE FUNCTION record_history() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    history regclass := format('%I.%I', TG_TABLE_SCHEMA, TG_ARGV[0])::regclass;
    ignored text[] := string_to_array(TG_ARGV[1], ',');
    of_new text; of_old text; columns text; watched_new text; watched_old text; chosen text; source text;
BEGIN
    SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum),
           string_agg(format('n.%I', a.attname), ', ' ORDER BY a.attnum),
           string_agg(format('o.%I', a.attname), ', ' ORDER BY a.attnum),
           string_agg(format('n.%I', a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attname <> ALL (ignored)),
           string_agg(format('o.%I', a.attname), ', ' ORDER BY a.attnum) FILTER (WHERE a.attname <> ALL (ignored))
      INTO columns, of_new, of_old, watched_new, watched_old
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_attribute h ON h.attrelid = history AND h.attname = a.attname
       AND h.attnum > 0 AND NOT h.attisdropped
     WHERE a.attrelid = TG_RELID AND a.attnum > 0 AND NOT a.attisdropped;
    IF TG_OP = 'INSERT' THEN
        source := format('SELECT %s, ''+'' FROM new_rows n', of_new);
    ELSIF TG_OP = 'DELETE' THEN
        source := format('SELECT %s, ''-'' FROM old_rows o', of_old);
    ELSE
        -- A changed primary key is one row gone and another come.
        source := format(
            'SELECT %1$s, CASE WHEN o.id IS NULL THEN ''+'' ELSE ''~'' END'
            ' FROM new_rows n LEFT JOIN old_rows o ON o.id = n.id'
            ' WHERE o.id IS NULL OR ROW(%2$s) IS DISTINCT FROM ROW(%3$s)'
            ' UNION ALL SELECT %4$s, ''-'' FROM old_rows o WHERE NOT EXISTS'
            ' (SELECT 1 FROM new_rows n WHERE n.id = o.id)',
            of_new, watched_new, watched_old, of_old);
    END IF;
    EXECUTE format(
        'INSERT INTO %1$s (%2$s, history_type, history_date, history_user_id, history_change_reason,'
        ' history_role, history_transaction)'
        ' SELECT s.*, clock_timestamp(), $1, $2, $3, $4 FROM (%3$s) s', history, columns, source)
    USING nullif(current_setting('dossier.user_id', true), '')::integer,
          nullif(current_setting('dossier.reason', true), ''),
          CASE WHEN coalesce(current_setting('dossier.user_id', true), '') = '' THEN session_user::text ELSE '' END,
          pg_catalog.txid_current();
    RETURN NULL;
END $$;
"""

REFUSE_CHANGE = r"""
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = '42501',
        MESSAGE = format('%s of %I is refused: its rows are kept as they were written', TG_OP, TG_TABLE_NAME);
END $$;
"""


class Migration(migrations.Migration):
    operations = [
        migrations.RunSQL(EDTF_BOUND, "DROP FUNCTION edtf_bound(text, boolean)"),
        migrations.RunSQL(RECORD_HISTORY, "DROP FUNCTION record_history()"),
        migrations.RunSQL(REFUSE_CHANGE, "DROP FUNCTION refuse_change()"),
    ]
