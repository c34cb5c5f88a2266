"""The form of a kind of thing for a page: which controls it has, made from the shapes and from the data.

It is what JSON can say, since the shapes are read in another process than the one that writes pages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from pyoxigraph import Literal, NamedNode

from accord.forms.fields import TYPE, Field, Fields
from accord.forms.plain_words import PlainWords
from accord.names import INTEGERS, LABELS, RDF, XSD, local_name, owner
from accord.publication import Publication
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object

DATES = (XSD + "date", XSD + "gYearMonth", XSD + "gYear")
"""Dates as precise as they are known."""

MOST_VALUES = 100
"""Values of one property, parts of one kind and passages in a form; a file has more where it must."""
MOST_SHOWN = 300
"""Values in all: each makes up to five parameters of a request, which may have 2,000."""

_SHARE = 3
"""A property that one in so many things of a kind has is shown at once; the others are folded."""
_OPTIONS = 40
"""Values that are offered to choose from; more are looked up by search."""
_WORDS = (RDF + "langString",)
_NUMBERS = (*INTEGERS, XSD + "decimal", XSD + "double", XSD + "float")


@dataclass(frozen=True, slots=True)
class Control:
    """One property in a form.

    ``kind`` is ``kinds`` (a class to choose), ``choice`` (of ``options``), ``link`` (to a thing of ``classes``),
    ``part`` (``parts`` describe a thing of ``part_class`` that belongs to this one), ``words`` (with a language),
    ``date``, ``number`` or ``string``. ``options`` are IRIs or strings. ``minimum`` and ``most`` bound how many values
    it has (``most`` 0: any number), ``common`` says that many things have it.
    """

    path: str
    name: str
    help: str
    kind: str
    minimum: int = 0
    most: int = 0
    common: bool = False
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    part_class: str = ""
    parts: tuple[Control, ...] = ()

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Control:
        """The control of a JSON object."""
        given: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in document.items()}
        given["parts"] = tuple(map(Control.of, document["parts"]))
        return cls(**given)


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a class: its controls, and those of the evidence, which are empty where there is no evidence.

    ``notes`` are what the shapes require of a thing beyond single properties, ``folder`` is where its files are.
    ``bases`` has, by class, what the IRIs of new things begin with; a slug follows.
    """

    iri: str
    name: str
    definition: str
    controls: tuple[Control, ...]
    evidence: tuple[Control, ...] = ()
    notes: tuple[str, ...] = ()
    folder: str = ""
    bases: Mapping[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        """The beginning of the IRI of a new thing of its own class."""
        return self.bases[self.iri]

    def path(self, slug: str) -> str:
        """The path of the file of a new thing."""
        return str(PurePosixPath(self.folder, f"{slug}.ttl"))

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Form:
        """The form of a JSON object."""
        controls, evidence = (tuple(map(Control.of, document[name])) for name in ("controls", "evidence"))
        given = {name: document[name] for name in ("iri", "name", "definition", "folder", "bases")}
        return cls(controls=controls, evidence=evidence, notes=tuple(document["notes"]), **given)


class FormMaker:
    """Makes the forms of a publication. Raises UsageError when its shapes cannot be read."""

    def __init__(self, publication: Publication) -> None:
        self._settings = publication.settings
        self._vocabulary = Vocabulary.of(publication)
        self._fields = Fields(publication, self._vocabulary)
        self._plain = PlainWords(publication.settings.prefixes, self._label)

    def kinds(self) -> list[tuple[str, str, str]]:
        """The classes with a shape of which things are made: IRI, name and definition."""
        return [(iri, self._name(iri), self._definition(iri)) for iri in self._fields.classes()]

    @property
    def statements(self) -> Mapping[str, list[tuple[str, Object]]]:
        """Thing -> property and value of each statement of the data about it."""
        return self._fields.statements

    def label(self, iri: str) -> str:
        """The name of a thing or of a term; empty for what is not described."""
        about = self.statements.get(iri, ())
        stated = (one.value for path in LABELS for name, one in about if name == path and isinstance(one, Literal))
        return self._label(iri) or next(stated, "")

    def form(self, iri: str) -> Form:
        """The form of a class."""
        controls = tuple(self._controls(iri))
        notes = tuple(map(self._plain.of, self._fields.notes(iri)))
        bases = {kind: self._fields.base(kind) for kind in dict.fromkeys((iri, *self._fields.classes()))}
        name, definition, folder = self._name(iri), self._definition(iri), self._folder(iri)
        return Form(iri, name, definition, controls, self._evidence, notes, folder, bases)

    @cached_property
    def _evidence(self) -> tuple[Control, ...]:
        """The controls of the evidence, which all forms share."""
        terms = self._settings.evidence
        if not terms:
            return ()
        wanted = {terms.source, terms.place, terms.phrase, terms.certainty} - {""}
        known = {terms.about, terms.property, terms.value, TYPE}
        return tuple(self._controls(terms.kind, wanted, skipped=known, nested=False))

    def _folder(self, iri: str) -> str:
        """The folder in which most things of a class are described; that of all data where there is none."""
        things = (thing for thing in self._fields.members(iri) if not self._is_part(thing))
        counts = Counter(map(self._fields.folders.__getitem__, things))
        return next((folder for folder, _ in counts.most_common(1)), "data")

    def _is_part(self, thing: str) -> bool:
        """Whether a thing is a part of another that is described."""
        return "#" in thing and owner(thing) in self._fields.statements

    def _controls(
        self, iri: str, wanted: Set[str] = frozenset(), skipped: Set[str] = frozenset(), *, nested: bool = True
    ) -> Iterator[Control]:
        """The controls of a class, its own type first; ``nested`` says whether parts have controls of their own."""
        counts, total = self._counts(iri)
        is_required = self._fields.has_shapes(iri)
        fields = {one.path: one for one in self._fields.of(iri, wanted)}
        if TYPE not in skipped:
            yield self._class_control(iri, fields.pop(TYPE, None))
        for path, one in fields.items():
            if path == TYPE or path in skipped or one.kind or not nested and self._part_class(one):
                continue
            common = bool(one.minimum) or path in wanted or _SHARE * counts.get(path, 0) >= total > 0
            control = self._control(one, common, nested)
            yield control if is_required else replace(control, minimum=0)

    def _class_control(self, iri: str, field: Field | None) -> Control:
        """The choice of a class: of those that the shapes allow below it, or itself."""
        allowed = [value.value for value in (field.allowed if field else ()) if isinstance(value, NamedNode)]
        options = tuple(one for one in allowed if one == iri or iri in self._vocabulary.ancestors(one)) or (iri,)
        name, help = self._parted(field.words) if field else ("kind", "")
        return Control(TYPE, name, help, "kinds", 1, 1, True, options=options)

    def _control(self, one: Field, common: bool, nested: bool) -> Control:
        name, help = self._parted(one.words)
        name = name or self._name(one.path)
        part = self._part_class(one) if nested else ""
        parts = tuple(self._controls(part, skipped={TYPE}, nested=False)) if part else ()
        kind = "part" if part else self._kind(one)
        return Control(
            one.path,
            name,
            help,
            kind,
            one.minimum,
            one.most,
            common,
            one.datatypes or ((one.datatype,) if one.datatype else ()),
            one.classes,
            tuple(map(_written, self._options(one, kind))),
            part,
            parts,
        )

    def _kind(self, one: Field) -> str:
        """Which control fits the values of a property."""
        if one.allowed:
            return "choice"
        if not one.datatype:
            scheme = self._one_scheme(one)
            return "choice" if scheme else "link"
        if set(one.datatypes or (one.datatype,)) & set(DATES):
            return "date"
        if one.datatype in _NUMBERS:
            return "number"
        return "words" if one.datatype in _WORDS else "string"

    def _options(self, one: Field, kind: str) -> tuple[Object, ...]:
        """The values of a choice: those that the shapes allow, or the few values of one list."""
        if one.allowed:
            return one.allowed
        return tuple(map(NamedNode, self._one_scheme(one))) if kind == "choice" else ()

    def _one_scheme(self, one: Field) -> tuple[str, ...]:
        """The members of the only list from which the values of a property come, if there are few; else none."""
        used = [value.value for value in one.used if isinstance(value, NamedNode)]
        if len(used) != len(one.used) or not used:
            return ()
        schemes = {scheme for iri in used for scheme in self._schemes(iri)}
        if len(schemes) != 1 or not all(map(self._schemes, used)):
            return ()
        (scheme,) = schemes
        members = self._members_of_schemes[scheme]
        return tuple(members) if len(members) <= _OPTIONS else ()

    @cached_property
    def _members_of_schemes(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for iri in self._fields.statements:
            for scheme in dict.fromkeys(self._schemes(iri)):
                found[scheme].append(iri)
        return found

    def _schemes(self, iri: str) -> tuple[str, ...]:
        about = self._fields.statements.get(iri, ())
        return tuple(value.value for path, value in about if path == _IN_SCHEME and isinstance(value, NamedNode))

    def _part_class(self, one: Field) -> str:
        """The class of the parts that things have by a property; empty where its values are things of their own."""
        value = next((value for value in one.used if isinstance(value, NamedNode)), None)
        if value is None or "#" not in value.value:
            return ""
        whole = self._fields.statements.get(owner(value.value), ())
        kinds = self._fields.kinds_of(value.value)
        return kinds[0] if (one.path, value) in whole and kinds else ""

    def _counts(self, iri: str) -> tuple[Mapping[str, int], int]:
        """How many things of a class have each property, and how many there are."""
        members, about = self._fields.members(iri), self._fields.statements
        return Counter(path for thing in members for path in {path for path, _ in about[thing]}), len(members)

    def _name(self, iri: str) -> str:
        term = self._vocabulary.get(iri)
        return term.name.text if term else local_name(iri)

    def _parted(self, words: str) -> tuple[str, str]:
        """The name and the explanation of a field (``name: explanation``)."""
        name, _, rest = words.partition(": ")
        return name.strip(), self._plain.of(rest.strip())

    def _label(self, iri: str) -> str:
        return self._vocabulary[iri].name.text if iri in self._vocabulary else ""

    def _definition(self, iri: str) -> str:
        term = self._vocabulary.get(iri)
        return term.definition.text if term and term.definition else ""


_IN_SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"


def _written(term: Object) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else str(term)
