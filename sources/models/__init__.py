"""What is cited. Nothing here knows what a treaty is: a citation lies on any record of the desk."""

from .documents import Capture, SourceDocument, SourceOrigin
from .statements import Citation, Question

__all__ = ["Capture", "Citation", "Question", "SourceDocument", "SourceOrigin"]
