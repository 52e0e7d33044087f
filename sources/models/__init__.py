"""What is cited. Nothing here knows what a treaty is: a citation lies on any record of the desk."""

from .captures import Capture, QuoteCheck
from .documents import SourceDocument, SourceOrigin
from .links import LinkCheck
from .statements import Citation, Question

__all__ = ["Capture", "Citation", "LinkCheck", "Question", "QuoteCheck", "SourceDocument", "SourceOrigin"]
