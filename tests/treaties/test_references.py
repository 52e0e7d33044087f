"""References to treaties in registers and series, and their addresses."""

import pytest
from django.core.exceptions import ValidationError

from tests.makers import make_treaty
from treaties.models import OfficialReference
from treaties.references import address


@pytest.mark.parametrize(
    ("scheme", "value", "expected"),
    [
        (
            *("unts", "vol. 729, no. 10485"),
            "https://treaties.un.org/doc/Publication/UNTS/Volume%20729/volume-729-I-10485-English.pdf",
        ),
        (
            *("mtdsg", "XVIII-10"),
            "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=XVIII-10&chapter=18&clang=_en",
        ),
        (
            *("mtdsg", "IX.1"),
            "https://treaties.un.org/Pages/ViewDetails.aspx?src=TREATY&mtdsg_no=IX-1&chapter=9&clang=_en",
        ),
        ("cn", "C.N.185.2019.TREATIES-XVIII.10", "https://treaties.un.org/doc/Publication/CN/2019/CN.185.2019-Eng.pdf"),
        (
            *("ets", "No. 5"),
            "https://www.coe.int/en/web/conventions/full-list?module=treaty-detail&treatynum=005",
        ),
        ("celex", "12016ME/TXT", "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:12016ME%2FTXT"),
        ("eli", "eli/dir/2008/115/oj", "https://data.europa.eu/eli/dir/2008/115/oj"),
        ("ilo", "c029", "https://normlex.ilo.org/dyn/nrmlx_en/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C029"),
        ("boe", "BOE-A-1985-12345", "https://www.boe.es/buscar/doc.php?id=BOE-A-1985-12345"),
        # No rule, or not in the form of its series.
        ("bfsp", "vol. 23, p. 12", ""),
        ("other", "12", ""),
        ("unts", "729/161", ""),
        ("celex", '"><script>', ""),
        ("eli", "javascript:alert(1)", ""),
    ],
)
def test_address_follows_from_the_reference(scheme, value, expected):
    assert address(scheme, value) == expected


@pytest.mark.django_db
def test_other_series_needs_its_name():
    reference = OfficialReference(treaty=make_treaty(), scheme="other", value="12")

    with pytest.raises(ValidationError) as refused:
        reference.full_clean()
    assert set(refused.value.message_dict) == {"scheme_name"}
    reference.scheme_name = "Sammlung der Verträge"
    reference.full_clean()
    assert str(reference) == "Sammlung der Verträge 12"
