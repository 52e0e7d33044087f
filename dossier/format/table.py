"""How the mapping describes one desk model: the list of the format that it fills, and what each field is for."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic_core import PydanticUndefined

from dossier.editing.localizing import translated_fields
from sources.points import citable_fields
from sources.prose import prose_fields

from . import schema as shape

# Tables are walked by field name, so the model and row types cannot be known statically.
ModelClass = Any
Row = Any

LONGEST_KEY = 500


@dataclass(frozen=True)
class Links:
    """A list of keys in the format, kept as rows of `through` on the desk."""

    through: ModelClass
    owner: str
    other: str


@dataclass(frozen=True, eq=False)
class Table:
    """One desk model and the list of the format that holds its rows.

    `key` names the fields that identify a row within its parent; `parent` the foreign key to that parent
    ("subject" or "dossier" for a generic one); `paths` the generic relations written as the path of a record.

    The model defines which fields are written in every language, and which of those are prose. The table defines
    their purpose: `headings` appear above the rest of the record's text, `titles` are names of the record,
    `renditions` translate the words of others. `spot` is the prefix of the record's HTML id on the dossier's page.
    Records of an `apparatus` table support the dossier and are not part of its own statements.
    """

    model: ModelClass
    place: str
    schema: type[shape.Record]
    key: tuple[str, ...]
    parent: str = ""
    plain: tuple[str, ...] = ()
    references: dict[str, ModelClass] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    links: dict[str, Links] = field(default_factory=dict)
    children: tuple["Table", ...] = ()
    excluded: dict[str, str] = field(default_factory=dict)
    headings: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    renditions: tuple[str, ...] = ()
    spot: str = ""
    apparatus: bool = False

    @property
    def translated(self) -> tuple[str, ...]:
        return translated_fields(self.model)

    @property
    def citable(self) -> tuple[str, ...]:
        """The fields whose values are supported by sources. The rest are the editors' own."""
        return tuple(citable_fields(self.model))

    @cached_property
    def prose(self) -> tuple[str, ...]:
        """The translated fields that are Markdown and may cite sources."""
        return tuple(prose_fields(self.model))

    @property
    def generic_parent(self) -> bool:
        return self.parent in {"subject", "dossier"}

    def key_of(self, data: dict) -> str:
        """The last part of the record's path: `01-signature`, or `ru.party` if two fields identify it.

        Cut to LONGEST_KEY characters. No valid record has a longer key; this keeps paths short for invalid files.
        """
        parts = [data.get(name) or self.schema.model_fields[name].default for name in self.key]
        return ".".join(str(part) for part in parts if part and part is not PydanticUndefined)[:LONGEST_KEY]
