"""What an act changes for a territory or for some articles only (VCLT 29, 44)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dossier.text.dates import bounds

from ..vocabulary import Limited, StepKind
from .acts import CONSENTS, ENDS, Act, History, established

_FOR_TERRITORIES: dict[str, str] = {
    **dict.fromkeys((*CONSENTS, StepKind.TERRITORIAL_APPLICATION, StepKind.REVIVAL), Limited.EXTENDED),
    **dict.fromkeys((*ENDS, StepKind.TERRITORIAL_WITHDRAWAL), Limited.ENDED),
    **dict.fromkeys((StepKind.DENUNCIATION_NOTICE, StepKind.WITHDRAWAL_NOTICE), Limited.ENDED),
    StepKind.TERRITORIAL_EXCLUSION: Limited.EXCLUDED,
    StepKind.SUSPENSION_START: Limited.SUSPENDED,
    StepKind.SUSPENSION_END: Limited.EXTENDED,
    StepKind.PROVISIONAL_START: Limited.APPLIED,
}
_FOR_ARTICLES: dict[str, str] = {
    **dict.fromkeys((*CONSENTS, StepKind.AMENDMENT_ACCEPTED, StepKind.REVIVAL), Limited.ACCEPTED),
    **dict.fromkeys((*ENDS, StepKind.DENUNCIATION_NOTICE, StepKind.WITHDRAWAL_NOTICE), Limited.DENOUNCED),
    StepKind.AMENDMENT_OPTED_OUT: Limited.NOT_ACCEPTED,
    StepKind.DEROGATION: Limited.DEROGATED,
    StepKind.DEROGATION_ENDED: "",
    StepKind.SUSPENSION_START: Limited.SUSPENDED,
    StepKind.SUSPENSION_END: "",
    StepKind.PROVISIONAL_START: Limited.APPLIED,
    StepKind.PROVISIONAL_END: "",
}


_NOTICES = (StepKind.DENUNCIATION_NOTICE, StepKind.WITHDRAWAL_NOTICE)


@dataclass(frozen=True)
class Limit:
    """What holds of a territory or of some articles, for which party, since when and by which act."""

    code: str
    party: str
    since: str
    act: str
    territory: str = ""
    articles: tuple[str, ...] = ()


def limits(history: History, party: str, day: date) -> tuple[Limit, ...]:
    """What holds on the day of the territories of a party and of articles for it, in the order of the acts.

    For no party: of every party, and of the treaty's articles.
    """
    latest: dict[tuple, Limit] = {}
    for act in sorted(limited_acts(history, party), key=lambda act: (act.span.earliest or date.max, act.key)):
        if not history.has_happened(act, day):
            continue
        of_territory = bool(act.territory)
        code = (_FOR_TERRITORIES if of_territory else _FOR_ARTICLES).get(act.kind)
        place = (act.party, act.territory.casefold()) if of_territory else (act.party, *sorted(act.articles))
        if code is not None:
            latest.pop(place, None)
        over = bounds(act.until).latest if act.until else None
        if code and not (over and over < day):
            latest[place] = Limit(code, act.party, act.takes_effect, act.key, act.territory, act.articles)
    return tuple(latest.values())


def limited_acts(history: History, party: str) -> Iterator[Act]:
    """The acts that say something of a territory or of articles for a party; for none, for any."""
    for act in established(history.acts):
        known = act.kind in (_FOR_TERRITORIES if act.territory else _FOR_ARTICLES)
        # A notice ends nothing before the day that it names.
        known = known and (act.kind not in _NOTICES or bool(act.effective))
        if act.is_limited and known and (not party or act.party in {"", party}):
            yield act
