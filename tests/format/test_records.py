"""The one walk through a dossier meets each record once, by the path and at the place that others know it by."""

import re

import pytest

from dossier.format.assemble import Desk, assemble
from dossier.format.records import records
from treaties.models import Treaty


@pytest.mark.django_db
@pytest.mark.shipped
def test_every_record_of_the_desk_is_met_once_by_its_path():
    for treaty in Treaty.objects.all():
        met = [record.path for record in records(assemble(treaty))]

        assert sorted(met) == sorted(Desk(treaty).records)


@pytest.mark.django_db
@pytest.mark.shipped
def test_place_of_a_record_leads_to_it_and_its_parent_comes_first():
    dossier = assemble(Treaty.objects.get(slug="russia-dprk-2024"))
    seen = set()
    for record in records(dossier):
        found = dossier
        for name, number in re.findall(r"(\w+)\[(\d+)\]", record.place):
            found = found[name][int(number)]

        assert found is record.data
        assert record.parent is None or record.parent in seen
        seen.add(record)


def test_what_does_not_look_like_a_record_is_passed_over():
    raw = {"slug": "x", "steps": [1, {"key": "a", "actors": "none"}, None], "articles": {"slug": "1"}, "parties": "ru"}

    assert [(record.path, record.place) for record in records(raw)] == [("treaty", ""), ("steps/a", "steps[1]")]
