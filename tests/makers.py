"""Real, saved examples. Each maker gives what the test does not name a plain value of its own."""

from itertools import count

from django.core.files.base import ContentFile

from sources.models import Capture, Citation, Question, SourceDocument
from sources.quotations.captures import read_upload
from treaties.models import Article, Event, Party, Person, RatificationStep, Treaty, TreatyParty

_numbers = count(1)


def make_party(key="", **fields):
    key = key or f"party-{next(_numbers)}"
    return Party.objects.create(key=key, **{"name_en": key.title(), **fields})


def make_person(key="", **fields):
    key = key or f"person-{next(_numbers)}"
    return Person.objects.create(key=key, **{"name_en": key.title(), **fields})


def make_treaty(slug="", parties=("alba", "borea"), **fields):
    slug = slug or f"treaty-{next(_numbers)}"
    treaty = Treaty.objects.create(slug=slug, **{"title_en": f"Treaty {slug}", **fields})
    for position, key in enumerate(parties, 1):
        party = Party.objects.filter(key=key).first() or make_party(key)
        TreatyParty.objects.create(treaty=treaty, party=party, position=position)
    return treaty


def make_step(treaty, key="", party="", **fields):
    step = {"kind": "signature-subject-to-ratification", "date": "1901-03-04", **fields}
    key = key or f"step-{next(_numbers)}"
    return RatificationStep.objects.create(
        treaty=treaty, key=key, party=Party.objects.get(key=party) if party else None, **step
    )


def make_event(treaty, key="", **fields):
    key = key or f"event-{next(_numbers)}"
    return Event.objects.create(treaty=treaty, key=key, **{"kind": "meeting", "title_en": key.title(), **fields})


def make_article(treaty, slug="1", **fields):
    return Article.objects.create(
        treaty=treaty, slug=slug, **{"number": slug, "heading_en": f"Article {slug}", **fields}
    )


def make_source(key="", **fields):
    key = key or f"source-{next(_numbers)}"
    return SourceDocument.objects.create(key=key, **{"kind": "news", "language": "en", "title": key.title(), **fields})


def make_question(treaty, key="", **fields):
    key = key or f"question-{next(_numbers)}"
    return Question.objects.create(dossier=treaty, key=key, **{"topic_en": key.title(), **fields})


def make_citation(treaty, subject=None, key="", document=None, **fields):
    key = key or f"citation-{next(_numbers)}"
    point = {} if "field" in fields or "topic" in fields else {"topic": "statement"}
    return Citation.objects.create(
        dossier=treaty, subject=subject or treaty, key=key, document=document or make_source(), **point, **fields
    )


def make_capture(document, text="Some words.", **fields):
    taken = read_upload(ContentFile(text if isinstance(text, bytes) else text.encode()))
    return Capture.objects.create(
        document=document,
        media_type=taken.media_type,
        sha256=taken.sha256,
        file=ContentFile(taken.content, "capture"),
        extracted_text=taken.text,
        text_is_whole=taken.whole,
        **{"captured_on": "2020-01-01", **fields},
    )
