"""What the desk keeps beside its records."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models


class SearchText(models.Model):
    """What one record of the desk is found under, as of one row of its history; written by search_texts.py alone."""

    model = models.CharField(max_length=100)
    object_id = models.PositiveBigIntegerField()
    history_id = models.PositiveBigIntegerField()
    # Which columns were read, and by which analysis: another release may look at more, or otherwise.
    recipe = models.CharField(max_length=16)
    keys = models.TextField()
    # Of names and titles: what parts of words are found in, and the words for those that are asked for in another form.
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
