"""The shelf: what is published. No row here refers to the desk, so no unfinished edit can leak through it."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from dossier.editing.fields import CodeField, KeyField
from dossier.editing.history.recording import History
from dossier.editing.history.triggers import append_only


class Edition(models.Model):
    """One published version of a dossier: numbered, hashed, never changed."""

    slug = KeyField()
    number = models.PositiveIntegerField()
    # Canonical JSON as text: jsonb would reorder it, and the hash is computed from exactly these bytes.
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    note = models.TextField(blank=True, default="")
    # Editions of the first releases name the clause of an act among the articles to which it is confined.
    basis_in_articles = models.BooleanField(default=False)

    class Meta:
        ordering = ["slug", "-number"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [models.UniqueConstraint(fields=["slug", "number"], name="edition_number_once")]

    def __str__(self):
        return f"{self.slug} {self.number}"


class EditionPage(models.Model):
    """The data of one page of an edition in one language, with its footnotes numbered and its fallbacks chosen.

    `part` is its place: `head`, `chronicle@2` (the second page of a list), `places`, `articles/SLUG`, `sources/KEY`.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="pages")
    language = models.CharField(max_length=10)
    part = models.CharField(max_length=120)
    # pages.SHAPE of the release that made it: a release with another shape adds rows of its own.
    shape = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "shape", "language", "part"], name="edition_page_once")
        ]
        # For the lists of articles and sources of every dossier in one language.
        indexes = [models.Index(fields=["language", "part"])]

    def __str__(self):
        return f"{self.edition} {self.language} {self.part}"


class StatusInterval(models.Model):
    """Days on which an edition has one answer for the treaty, or for a party (see treaties.status.Status)."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="intervals")
    party = KeyField(blank=True, default="")
    # Empty without a beginning or an end.
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    answer = models.JSONField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["edition", "party"])]

    def __str__(self):
        return f"{self.edition} {self.party} {self.first_day}/{self.last_day}"


class PublicationQuerySet(models.QuerySet):
    def current(self):
        """The dossiers that readers can open."""
        return self.filter(withdrawn=False)

    def newest_first(self):
        return self.order_by(models.F("signed_earliest").desc(nulls_last=True), "slug")

    def formerly_at(self, slug: str):
        """The publications that had this address and now have another."""
        return self.filter(former_slugs__contains=[slug])

    def moved_to(self, slug: str) -> str:
        """The current address of the publication that once had this one, or an empty string."""
        return self.formerly_at(slug).values_list("slug", flat=True).first() or ""


class Publication(models.Model):
    """Which edition of a dossier is current, and what the register needs to list it."""

    slug = KeyField(unique=True)
    # Its previous addresses: they redirect to the current one, and older editions have them as slug.
    former_slugs = ArrayField(KeyField(), default=list)
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="publication")
    withdrawn = models.BooleanField(default=False)
    withdrawn_reason = models.TextField(blank=True, default="")
    kinds = ArrayField(CodeField(), default=list)
    parties = ArrayField(models.SlugField(max_length=100), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    signed_earliest = models.DateField(null=True)
    signed_latest = models.DateField(null=True)
    # The date of signature as the editors have it.
    signed = models.CharField(max_length=80, blank=True, default="")
    # What a line of the register shows, by language.
    listing = models.JSONField(default=dict)

    objects = PublicationQuerySet.as_manager()
    # Who published or withdrew, and why. Never public.
    history = History()

    class Meta:
        ordering = ["signed_earliest", "slug"]
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        permissions = [
            ("publish_dossier", _("Can publish a dossier")),
            ("withdraw_dossier", _("Can withdraw a dossier")),
            ("import_dossier", _("Can import a dossier")),
        ]

    def __str__(self):
        return self.slug

    @property
    def slugs(self) -> list[str]:
        return [self.slug, *self.former_slugs]


class Reference(models.Model):
    """A published dossier's reference to another: the other's page shows it too."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="references")
    target = KeyField()
    relation = models.JSONField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.publication} → {self.target}"


class SearchPassage(models.Model):
    """A text of a published dossier in one language, with its search tokens (see dossier.text.analysis)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="passages", db_index=False)
    # The path of the record in the dossier format, such as events/04-summit.
    place = models.CharField(max_length=250)
    language = models.CharField(max_length=35)
    ours = models.BooleanField()
    named = models.BooleanField()
    heading = models.TextField()
    text = models.TextField()
    tokens = SearchVectorField()

    class Meta:
        ordering = ["id"]
        indexes = [GinIndex(fields=["tokens"]), models.Index(fields=["publication", "named"])]

    def __str__(self):
        return f"{self.publication} {self.place} {self.language}"


class SearchName(models.Model):
    """A name of a treaty, a party or a person in a published dossier."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="search_names")
    # The path of its bearer, the same in every dossier: parties/ru, people/putin, treaties/SLUG.
    bearer = models.CharField(max_length=250)
    language = models.CharField(max_length=35)
    text = models.TextField()
    tokens = SearchVectorField()
    # tsqueries, for which Django has no field: `asked` finds the name in a text; words that name it match `held`.
    asked = models.TextField()
    held = models.TextField()

    class Meta:
        ordering = ["id"]
        indexes = [GinIndex(fields=["tokens"]), models.Index(fields=["bearer"])]

    def __str__(self):
        return f"{self.bearer} {self.text}"


class Shelf(models.Model):
    """A single row that counts changes to anything public. Every cached page carries this number."""

    generation = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="shelf_is_one")]

    def __str__(self):
        return str(self.generation)


append_only(Edition)
append_only(EditionPage)
