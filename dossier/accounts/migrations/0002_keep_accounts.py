from django.db import migrations

# Whatever makes an account, or writes a password: the application, a command, plain SQL.
KEEP = """
CREATE FUNCTION keep_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO accounts_account (id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE accounts_account SET password_written_at = clock_timestamp() WHERE id = NEW.id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_account AFTER INSERT ON auth_user FOR EACH ROW EXECUTE FUNCTION keep_account();
CREATE TRIGGER keep_password_act AFTER UPDATE OF password ON auth_user FOR EACH ROW
    WHEN (OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION keep_account();
INSERT INTO accounts_account (id) SELECT id FROM auth_user ON CONFLICT DO NOTHING;
"""
FORGET = """
DROP TRIGGER keep_account ON auth_user;
DROP TRIGGER keep_password_act ON auth_user;
DROP FUNCTION keep_account();
"""
# History and editions name an account by its number, for good.
REFUSE_DELETE = """
CREATE TRIGGER refuse_delete BEFORE DELETE ON auth_user FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0001_create_edtf_and_history_functions"),
        ("accounts", "0001_create_accounts"),
    ]
    operations = [
        migrations.RunSQL(KEEP, FORGET),
        migrations.RunSQL(REFUSE_DELETE, "DROP TRIGGER refuse_delete ON auth_user"),
    ]
