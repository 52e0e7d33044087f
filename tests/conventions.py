"""A convention of many parties, of any size: made up, with the acts that such a treaty has."""


def convention(parties, differences):
    """A dossier file: four or five acts of each party, and as many days on which two sources differ."""
    keys = [f"s{number:03}" for number in range(parties)]
    steps = [{"key": "force", "kind": "entry-into-force", "date": "1970-03-05"}]
    for number, key in enumerate(keys):
        kind = ("deposit", "accession", "ratification")[number % 3]
        year, rest = 1969 + number % 40, f"{1 + number % 12:02}-{1 + number % 28:02}"
        acts = {
            "signs": {"kind": "signature-subject-to-ratification", "date": f"1968-07-{1 + number % 28:02}"},
            "approves": {"kind": "approval-single-chamber", "date": f"{year - 1}-{rest}"},
            "consents": {"kind": kind, "date": f"{year}-{rest}"},
            "declares": {"kind": "interpretative-declaration", "date": f"{year}-{rest}"},
        }
        if number % 5 == 0:
            acts["reserves"] = {"kind": "reservation", "date": f"{year}-{rest}", "articles": ["3"]}
        if number % 2 == 0:
            acts["extends"] = {"kind": "territorial-application", "date": f"{year + 5}-01-01", "territory": "The isles"}
        steps += [{"key": f"{key}-{name}", "party": key, **fields} for name, fields in acts.items()]
    disputed = [step for step in steps if "party" in step][:differences]
    sources = [
        {"key": f"list-{sign}", "kind": "official", "language": "en", "title": f"List {sign}"} for sign in "abcd"
    ]
    return {
        "format": "1",
        "slug": "convention",
        "form": "convention",
        "title": {"en": "Convention of many parties"},
        "later_consent_delay": "P0D",
        "participants": [{"party": key, "position": number} for number, key in enumerate(keys, 1)],
        "articles": [{"slug": str(number), "number": str(number), "kind": "article"} for number in range(1, 6)],
        "steps": steps,
        "questions": [
            {"key": f"day-{number:03}", "topic": {"en": f"Day of {step['key']}"}, "kind": "conflict", "outcome": "open"}
            for number, step in enumerate(disputed)
        ],
        "citations": [
            {
                **{"key": f"c-{number:03}-{place}", "subject": f"steps/{step['key']}", "field": "date"},
                **{"document": sources[(number + place) % 4]["key"], "value": value, "value_type": "date"},
                **{"question": f"day-{number:03}", "stance": "supports", "modality": "states"},
            }
            for number, step in enumerate(disputed)
            for place, value in enumerate((step["date"], f"{step['date'][:8]}28"))
        ],
        "parties": [{"key": key, "name": {"en": f"State {key}"}} for key in keys],
        "sources": [source | {"issuer_kind": "party-organ", "extent_read": "whole"} for source in sources],
    }
