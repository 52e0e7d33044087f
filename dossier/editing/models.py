"""What the desk stores besides its records."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchText(models.Model):
    """The search text of one record, as of one row of its history. Only search/texts.py writes it."""

    model = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    history_id = models.PositiveBigIntegerField()
    # A hash of the columns read and of the analysis; another release may read or analyse others.
    recipe = models.CharField(max_length=16)
    keys = models.TextField()
    # Of names and titles: the letters, searched for parts of words, and the stems, searched for other forms of a word.
    letters = models.TextField()
    words = SearchVectorField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id"], include=["history_id", "recipe"], name="search_text_once_a_record"
            )
        ]

    def __str__(self):
        return f"{self.model} {self.object_id}"
