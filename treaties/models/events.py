"""What happens around a treaty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField, EDTFField, KeyField, earliest, latest

from ..vocabulary import EventKind, Standing
from .parties import Noted, Person
from .treaty import Article, Treaty


class Event(Noted):
    """Something that happened around the treaty and is no act of bringing it into force."""

    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="events")
    key = KeyField()
    kind = CodeField(choices=EventKind)
    date = EDTFField()
    date_earliest = earliest("date")
    date_latest = latest("date")
    title = models.CharField(max_length=300, null=True, blank=True)
    description = models.TextField(null=True, blank=True, help_text=_("Markdown."))
    place = models.CharField(max_length=300, null=True, blank=True)
    standing = CodeField(choices=Standing, default=Standing.ESTABLISHED)
    treaties = models.ManyToManyField(Treaty, through="EventTreaty", related_name="+", blank=True)
    articles = models.ManyToManyField(Article, through="EventArticle", related_name="events", blank=True)
    people = models.ManyToManyField(Person, through="EventPerson", related_name="events", blank=True)

    class Meta:
        ordering = ["date_earliest", "id"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [models.UniqueConstraint(fields=["treaty", "key"], name="event_key_in_dossier")]

    def __str__(self):
        return f"{self.treaty.slug} {self.key}"

    def suggested_key(self) -> str:
        return f"{self.date}-{self.kind}"


class EventTreaty(models.Model):
    """Another treaty that an event also concerns."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    treaty = models.ForeignKey(Treaty, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("treaty of an event")
        verbose_name_plural = _("treaties of events")
        constraints = [models.UniqueConstraint(fields=["event", "treaty"], name="event_treaty_once")]

    def __str__(self):
        return self.treaty.slug


class EventArticle(models.Model):
    """An article that an event concerns."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("article of an event")
        verbose_name_plural = _("articles of events")
        constraints = [models.UniqueConstraint(fields=["event", "article"], name="event_article_once")]

    def __str__(self):
        return self.article.slug


class EventPerson(models.Model):
    """A person who took part in an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        verbose_name = _("person of an event")
        verbose_name_plural = _("people of events")
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="event_person_once")]

    def __str__(self):
        return str(self.person)
