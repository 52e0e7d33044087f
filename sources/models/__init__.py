"""What is cited. Nothing here depends on treaties: a citation can be about any record of the desk."""

from .captures import Capture, QuoteCheck
from .documents import SourceDocument, SourceOrigin
from .links import LinkCheck
from .statements import Citation, Question

__all__ = ["Capture", "Citation", "LinkCheck", "Question", "QuoteCheck", "SourceDocument", "SourceOrigin"]
