from dossier.editing.history.recording import track
from dossier.editing.localizing import localize

from .models import Capture, Citation, Question, SourceDocument, SourceOrigin

DESK = (SourceDocument, SourceOrigin, Capture, Question, Citation)

localize(*DESK)
track(*DESK)
