"""Every field of the desk tells its editor what to write, in sentences that can be translated."""

import re

import pytest
from django.db.models import CheckConstraint
from django.utils.functional import Promise

from dossier.editing.history.recording import tracked_models
from dossier.publication.models import Publication

# To which record a row belongs, follows from the form on which it is made: there is nothing to write.
GENERIC_KEYS = {"subject_type", "subject_id", "dossier_type", "dossier_id"}
# Whose fields are Django's and allauth's, or nobody's to write.
ACCOUNTS = {"auth", "mfa", "accounts"}
# A publication is written by publishing, and nobody edits it.
DESK = sorted(
    (model for model in tracked_models() if model is not Publication and model._meta.app_label not in ACCOUNTS),
    key=lambda model: model._meta.label,
)
# A language column has its words from the field that it translates.
FIELDS = [
    field
    for model in DESK
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
    if field.editable and not field.primary_key and not hasattr(field, "translated_field")
]


def test_desk_is_the_models_of_sources_and_treaties():
    assert {model._meta.app_label for model in DESK} == {"sources", "treaties"}


@pytest.mark.parametrize("field", FIELDS, ids=str)
def test_label_can_be_translated(field):
    assert isinstance(field.verbose_name, Promise)


@pytest.mark.parametrize("field", [field for field in FIELDS if field.name not in GENERIC_KEYS], ids=str)
def test_help_is_in_full_sentences_that_can_be_translated(field):
    assert isinstance(field.help_text, Promise)
    assert re.fullmatch("[A-Z“\"'(].*[.”)]", str(field.help_text))


@pytest.mark.parametrize("model", DESK, ids=lambda model: model._meta.label)
def test_refusal_by_a_condition_says_what_would_be_right(model):
    conditional = [
        each for each in model._meta.constraints if isinstance(each, CheckConstraint) or each.condition is not None
    ]

    # Django's own words name the constraint, which tells an editor nothing.
    assert [each.name for each in conditional if "%(name)s" in str(each.violation_error_message)] == []
