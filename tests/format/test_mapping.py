"""The seam: every field of the desk is in the dossier format or left out by name."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from dossier.editing.fields import EDTFBound
from dossier.format import schema as shape
from dossier.format.mapping import NOT_ASSEMBLED, walk
from dossier.format.table import Table

TABLES = list(walk())


def desk_models():
    found = [*apps.get_app_config("sources").get_models(), *apps.get_app_config("treaties").get_models()]
    return [model for model in found if not model.__name__.startswith("Historical")]


def fields_of(table: Table) -> set[str]:
    """The names of a desk model's fields, each once: not its languages, its bounds or the halves of a relation."""
    generic = {field for field in table.model._meta.private_fields if isinstance(field, GenericForeignKey)}
    halves = {half for field in generic for half in (field.ct_field, field.fk_field)}
    names = {
        field.name
        for field in table.model._meta.get_fields()
        if (field.concrete or field.many_to_many) and not field.auto_created and not isinstance(field, EDTFBound)
    }
    languages = {field.name for field in table.model._meta.fields if hasattr(field, "translated_field")}
    return names - languages - halves | {field.name for field in generic}


def test_every_desk_model_is_assembled_or_left_out_by_name():
    through = {link.through for table in TABLES for link in table.links.values()}
    known = {table.model for table in TABLES} | through
    left_out = {model._meta.label for model in desk_models()} - {model._meta.label for model in known}

    assert left_out == set(NOT_ASSEMBLED)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.model.__name__}-{table.place}")
def test_every_desk_field_is_in_the_format_or_left_out_by_name(table):
    links = {"documents"} if "given_by" in table.links else set(table.links)
    mapped = {*table.plain, *table.translated, *table.references, *table.paths, *links, *table.excluded}
    if table.parent:
        mapped.add(table.parent)

    assert fields_of(table) - {"id"} == mapped


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.model.__name__}-{table.place}")
def test_every_field_of_the_format_comes_from_the_desk(table):
    own = {name for name, field in table.schema.model_fields.items() if not field.deprecated} - {"deleted", "format"}
    children = {child.place for child in table.children}
    if table.schema is shape.Dossier:
        children |= {"parties", "successions", "people", "sources", "translation_statuses"}

    assert own == {*table.plain, *table.translated, *table.references, *table.paths, *table.links, *children}
