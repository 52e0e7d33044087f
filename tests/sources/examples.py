"""Sources with all that real bibliographies have in them, and those of the dossiers that this project ships."""

from dossier.format.reading import read_dossier
from sources.bibliography.fields import Source, filled

PLAIN: Source = {
    "key": "plain",
    "kind": "scholarship",
    "issuer_kind": "scholarship",
    "reuse": "quotation",
    "extent_read": "whole",
    "language": "en",
    "title": "A study",
    "authors": ["van der Berg, Jan"],
    "container_title": "Journal of Treaties",
    "volume": "12",
    "issue": "3",
    "pages": "117–132",
    "doi": "10.1093/ejil/chx046",
    "url": "https://example.org/study",
    "issued": "2024-06-19",
    "accessed": "2024-07-01",
}

# What of such a source is other than in PLAIN.
DIRT: dict[str, Source] = {
    "no date": {"issued": "", "accessed": ""},
    "no title": {"title": ""},
    "no author": {"authors": []},
    "nothing but its kind": {name: "" for name in PLAIN if name not in {"key", "kind", "issuer_kind", "reuse"}}
    | {"extent_read": "whole", "authors": []},
    "uncertain date": {"issued": "2024-06-19?"},
    "approximate year": {"issued": "1995~"},
    "both at once": {"issued": "1995-03%"},
    "interval": {"issued": "2024-11-03/2024-11-04"},
    "open interval": {"issued": "2024-11-12/.."},
    "open beginning": {"issued": "../2021"},
    "one of two years": {"issued": "[1995,1996]"},
    "one of three days": {"issued": "[1995-01-01,1995-01-02,1995-02]"},
    "year alone": {"issued": "0863"},
    "two languages": {
        "language": "zh-Hant",
        "title": "朝蘇同盟條約",
        "title_transliterated": "Chao-Su tongmeng tiaoyue",
        "title_translated": {"en": "The Soviet–Korean treaty", "ko": "조소동맹조약", "ar": "معاهدة"},
        "note_public": {"en": "A note.\n\nIn two paragraphs.", "fa": "یادداشت‌ها"},
    },
    "title translated, but not into English": {"title_translated": {"ko": "연구"}},
    "title in two scripts": {"language": "fa", "title": "پیمان (Treaty) \u200eA\u200f نامه‌ها"},
    "corporate authors": {"authors": ["{Ministry of Foreign Affairs, Russia}", "Wikipedia contributors", "NATO"]},
    "names without commas": {"authors": ["劉家凱", "오상현", "مینا عظیمی", "Ngoc Anh"]},
    "et al.": {"authors": ["Regan, Helen", "et al."]},
    "particles": {"authors": ["de la Cruz, María", "d'Alembert, Jean", "al-Sharif, Omar", "von und zu Stein, K."]},
    "van as a family name": {"authors": ["Van, Nguyen", "van, nguyen", "Berg van, Jan"]},
    "suffixes": {"authors": ["King, Jr., Martin Luther", "de Vries, III, Jan"]},
    "many commas": {"authors": ["A, B, C, D", ", A", "A,", ","]},
    "and in names": {"authors": ["Simon and Schuster", "Smith and, Jones", "{Smith and Wesson, Inc.}", "And, Anders"]},
    "others by name": {"authors": ["others", "Others, The"]},
    "braces in names": {"authors": ["{NATO}", "{", "}", "{}", "{A} B", "O{ne}"]},
    "odd names": {"authors": [" A, B ", "A  B", "A\nB", "A ,B", "Ö, Å.-É.", "X; Y", '"Q", R', "[X]", "-"]},
    "LaTeX escapes": {"title": r"\emph{On} 5\% & $x^2$ of {Korea}: ~100_000 #1 \textbackslash{} a^b \'e"},
    "half of a brace": {"title": "{ one", "publisher": "} two", "container_title": "}{", "pages": "{1"},
    "a backslash at the end": {"title": "path\\", "publisher": "\\", "volume": "\\\\"},
    "dashes and quotes": {"title": "a--b---c ``d'' ''e'' «f» \"g\" ?`h !`i - -- ---", "pages": "1--2"},
    "markup": {"title": '<i>On</i> <b>the</b> <span class="nocase">law</span> &amp; <sc>x</sc>', "publisher": "<i>"},
    "white space": {"title": " two  spaces,\ta tab\nand a line ", "publisher": "a\u00a0b\u2028c", "issue": " 3"},
    "line ends": {"title": "a\r\nb\rc\x0bd\x0ce\x85f", "container_title": "x\n\ny"},
    "like a tag": {"title": "TY  - JOUR\nER  - ", "publisher": "ER  - ", "key": "ty"},
    "like an entry": {"title": "@article{a, title = {b}}", "publisher": "@comment{", "volume": "a, b = {c}"},
    "like JSON": {"title": '["a"]', "publisher": '"b"', "container_title": "[c", "volume": '{"d": 1}', "issue": '"'},
    "like an extra": {"title": "dossier-kind: news", "publisher": "dossier-version: 1"},
    "marks alone": {"title_translated": {"en": ":", "ko": ": "}, "note_public": {"en": "a:"}, "publisher": ": "},
    "like a number": {"title": "1948", "volume": "012", "issue": "1e3", "pages": "-1"},
    "like no date": {"title": "n.d.", "volume": "null", "issue": "None"},
    "joined by #": {"title": "a # b", "publisher": '" # "'},
    "address with everything": {"url": "https://example.org/a;b,c_d~e%20f?g=h&i={j}#k(l)'m\"n\\o|p"},
    "address in words": {"url": "https://пример.рф/договор?год=1961"},
    "DOI with everything": {"doi": "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"},
    "DOI and its address": {"doi": "", "url": "https://doi.org/10.1093/ejil/chx046"},
    "archived": {"archive_url": "https://web.archive.org/web/2024/https://example.org/", "archived_on": "2024-07-02"},
    "language of no country": {"language": "mul"},
    "language with a region": {"language": "fa-AF"},
    "emoji and stacked accents": {"title": "𝕬🏳️‍🌈👩‍👩‍👧 e\u0301\u0301 Å Å"},
    "directions": {"title": "abc \u202eright\u202c \u2067to\u2069 left \u061c1948"},
    "control characters": {"title": "a\x1b[0mb\x7f\x80\x1cc\ufeffd", "publisher": "\ufffe\uffff"},
    "long": {"title": "long " * 2_000 + "end"},
    "news without a publisher": {"kind": "news", "container_title": "The Paper"},
    "news in a series": {"kind": "news", "container_title": "The Page", "publisher": "The Paper"},
    "news by an agency": {"kind": "wire", "container_title": "", "publisher": "KCNA"},
    "agency": {"kind": "agency", "title": "", "publisher": "KCNA", "issued": "", "url": "https://kcna.kp"},
    "agency with a title": {"kind": "agency", "publisher": "KCNA"},
    "mirror": {"kind": "mirror", "publisher": "A blog", "issuer_kind": "other-media"},
    "official": {"kind": "official", "issuer_kind": "party-organ", "reuse": "official-text", "publisher": "Kremlin"},
    "encyclopedia": {"kind": "encyclopedia", "issuer_kind": "encyclopedia", "container_title": "Britannica"},
    "chapter": {"volume": "", "issue": "", "publisher": "A press"},
    "book": {"container_title": "", "publisher": "A press"},
    "think tank": {"kind": "think-tank", "publisher": "RAND"},
    "archive": {"kind": "archive", "issuer_kind": "other-authority", "container_title": "Fond 5", "publisher": "GARF"},
    "not read": {"extent_read": "not-read", "reuse": "unknown"},
    "key with all that a key may have": {"key": "0-a_b-9"},
    "longest key": {"key": "k" * 100},
}


def dirty(name: str) -> Source:
    return filled(PLAIN | DIRT[name])


def shipped(files) -> list[Source]:
    """Every source of the dossiers that this project ships, once, its public fields."""
    found = {source["key"]: source for file in files for source in read_dossier(file).get("sources", [])}
    return [filled(source) for source in found.values()]
