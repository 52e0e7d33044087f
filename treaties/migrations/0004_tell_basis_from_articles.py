from django.db import migrations

# An act that is about certain articles keeps them; any other named the clause on which it rests. The new table has no
# triggers before the end of the migrations, so its first history is written here.
FORWARDS = """
    WITH clauses AS (
        DELETE FROM treaties_steparticle link USING treaties_ratificationstep step
        WHERE step.id = link.step_id AND step.kind NOT IN (
            'reservation', 'objection', 'interpretative-declaration', 'withdrawal-of-reservation',
            'withdrawal-of-declaration', 'correction-of-error', 'amendment', 'modification-inter-se'
        )
        RETURNING link.id, link.step_id, link.article_id
    ),
    basis AS (
        INSERT INTO treaties_stepbasis (step_id, article_id)
        SELECT step_id, article_id FROM clauses ORDER BY id
        RETURNING id, step_id, article_id
    )
    INSERT INTO treaties_historicalstepbasis (
        id, step_id, article_id, history_type, history_date, history_change_reason, history_role, history_transaction
    )
    SELECT id, step_id, article_id, '+', clock_timestamp(),
        'The articles to which an act is confined were told apart from those on which it rests.',
        session_user::text, pg_catalog.txid_current()
    FROM basis
"""
BACKWARDS = """
    INSERT INTO treaties_steparticle (step_id, article_id)
    SELECT step_id, article_id FROM treaties_stepbasis ON CONFLICT DO NOTHING;
    DELETE FROM treaties_stepbasis;
"""


class Migration(migrations.Migration):
    dependencies = [("treaties", "0003_record_limits_and_rules")]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
