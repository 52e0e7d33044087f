"""Events around a treaty."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField, EDTFField, KeyField, earliest, latest
from sources.prose import ProseField

from ..vocabulary import EventKind, Standing
from .parties import Cited, Person
from .texts import Article
from .treaty import Treaty


class Event(Cited):
    """Something that happened around the treaty, other than an act that brings it into force or out of it."""

    editorial = ("treaty", "standing", "treaties")
    translated = ("title", "description", "place", "note_public")

    listed_as = "events"
    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="events",
        help_text=_("Choose the treaty in whose dossier the event is recorded."),
    )
    key = KeyField(verbose_name=_("key"))
    kind = CodeField(
        verbose_name=_("kind"),
        choices=EventKind,
        help_text=_(
            "Choose what kind of event it is. An act that affects whether the treaty is in force is recorded as a "
            "step instead."
        ),
    )
    date = EDTFField(verbose_name=_("date"))
    date_earliest = earliest("date")
    date_latest = latest("date")
    title = models.CharField(
        verbose_name=_("title"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_(
            "Say in a few words what happened, such as “Visit to Pyongyang”. "
            "Where a language is left empty, its readers see the title in another."
        ),
    )
    description = ProseField(
        verbose_name=_("description"),
        null=True,
        blank=True,
        help_text=_("Tell in Markdown what happened. Leave it empty where the title says enough."),
    )
    place = models.CharField(
        verbose_name=_("place"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("Name the place of the event, such as Vladivostok. Leave it empty where it is not known."),
    )
    standing = CodeField(
        verbose_name=_("standing"),
        choices=Standing,
        default=Standing.ESTABLISHED,
        help_text=_("Standing of the event. Anything but “established” is shown to readers."),
    )
    treaties = models.ManyToManyField(
        Treaty,
        verbose_name=_("other treaties"),
        through="EventTreaty",
        related_name="+",
        blank=True,
        help_text=_(
            "Choose the other treaties that the event concerns. Leave the list empty where it concerns this one alone."
        ),
    )
    articles = models.ManyToManyField(
        Article,
        verbose_name=_("articles"),
        through="EventArticle",
        related_name="events",
        blank=True,
        help_text=_(
            "Choose the articles of the treaty that the event concerns. "
            "Leave the list empty where it concerns none of them in particular."
        ),
    )
    people = models.ManyToManyField(
        Person,
        verbose_name=_("people"),
        through="EventPerson",
        related_name="events",
        blank=True,
        help_text=_("Choose the people who took part. Leave the list empty where none is known."),
    )

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

    editorial = ("treaty",)

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        verbose_name=_("event"),
        related_name="+",
        help_text=_("Choose the event that concerns the treaty."),
    )
    treaty = models.ForeignKey(
        Treaty,
        models.CASCADE,
        verbose_name=_("treaty"),
        related_name="+",
        help_text=_("Choose another treaty that the event concerns."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("treaty of an event")
        verbose_name_plural = _("treaties of events")
        constraints = [models.UniqueConstraint(fields=["event", "treaty"], name="event_treaty_once")]

    def __str__(self):
        return self.treaty.slug


class EventArticle(models.Model):
    """An article that an event concerns."""

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        verbose_name=_("event"),
        related_name="+",
        help_text=_("Choose the event that concerns the article."),
    )
    article = models.ForeignKey(
        Article,
        models.CASCADE,
        verbose_name=_("article"),
        related_name="+",
        help_text=_("Choose an article of the treaty that the event concerns."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("article of an event")
        verbose_name_plural = _("articles of events")
        constraints = [models.UniqueConstraint(fields=["event", "article"], name="event_article_once")]

    def __str__(self):
        return self.article.slug


class EventPerson(models.Model):
    """A person who took part in an event."""

    event = models.ForeignKey(
        Event,
        models.CASCADE,
        verbose_name=_("event"),
        related_name="+",
        help_text=_("Choose the event in which the person took part."),
    )
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name=_("person"),
        related_name="+",
        help_text=_("Choose a person who took part in the event."),
    )

    class Meta:
        ordering = ["id"]
        verbose_name = _("person of an event")
        verbose_name_plural = _("people of events")
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="event_person_once")]

    def __str__(self):
        return str(self.person)
