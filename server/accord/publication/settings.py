"""What ``data/publication.ttl`` says: the description of the dataset, and how the software is to read it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from accord import names
from accord.errors import InputError
from accord.names import ACCORD, DCTERMS, FOAF, VOID, Prefixes
from accord.publication.sources import SourceFile


@dataclass(frozen=True, slots=True)
class EvidenceTerms:
    """The publication's own terms for the evidence of a fact, from ``accord:evidence…`` in its configuration."""

    kind: str
    about: str
    property: str
    value: str
    source: str
    place: str
    phrase: str
    certainty: str


@dataclass(frozen=True, slots=True)
class IdentifierTerms:
    """The publication's own terms for the codes of registers, from ``accord:identifier…`` in its configuration.

    ``property`` leads from a thing to a node of the class ``kind``, which gives the register and the code.
    """

    kind: str
    property: str
    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a publication; IRIs are in full, and what the configuration does not give is empty.

    ``aliases`` are the publication's own properties that give other names, ``facets`` those by which people narrow a
    search. ``bases`` is what the IRIs of things begin with, the most important first, which is ``base`` (each ends with
    ``/`` or ``#``); ``languages`` are the primary tags of the languages of readers, the preferred one first.
    """

    dataset: str
    base: str
    title: str
    description: str
    license: str
    publisher: str
    vocabulary: str
    featured: tuple[str, ...]
    evidence: EvidenceTerms | None
    prefixes: Prefixes
    identifiers: IdentifierTerms | None = None
    aliases: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        """Without other bases there is the one."""
        if not self.bases:
            object.__setattr__(self, "bases", (self.base,))

    @property
    def thing_base(self) -> str:
        """What the IRIs of the publication's own things begin with; a slug follows."""
        return f"{self.base}id/"


class _Values:
    """The values of the properties of one subject."""

    def __init__(self, subject: str, quads: list[Quad]) -> None:
        self._values: dict[str, list[str]] = {}
        node = NamedNode(subject) if ":" in subject else None
        for quad in quads:
            if quad.subject == node and isinstance(quad.object, NamedNode | Literal):
                self._values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def all(self, predicate: str) -> tuple[str, ...]:
        return tuple(self._values.get(predicate, ()))

    def first(self, predicate: str, default: str = "") -> str:
        return next(iter(self.all(predicate)), default)


def read_settings(file: SourceFile) -> Settings:
    """The settings in a configuration file. Raises InputError when it is not Turtle or gives no usable base IRI."""
    quads = list(file.quads(ACCORD))
    subject = next((quad.subject for quad in quads if quad.predicate.value == VOID + "uriSpace"), None)
    if not isinstance(subject, NamedNode):
        remedy = 'Say it of the dataset: void:uriSpace "https://example.org/my-data/" .'
        raise InputError(f"{file.path} names no base IRI (void:uriSpace).", remedy=remedy)
    dataset = subject.value
    values = _Values(dataset, quads)
    publisher = _Values(values.first(DCTERMS + "publisher"), quads)
    return Settings(
        dataset=dataset,
        base=_base(values.first(VOID + "uriSpace"), file),
        title=values.first(DCTERMS + "title", names.local_name(dataset)),
        description=values.first(DCTERMS + "description"),
        license=values.first(DCTERMS + "license"),
        publisher=publisher.first(FOAF + "name", values.first(DCTERMS + "publisher")),
        vocabulary=values.first(VOID + "vocabulary"),
        featured=values.all(ACCORD + "featuredClass"),
        evidence=_evidence(values),
        prefixes=Prefixes(file.prefixes()),
        identifiers=_identifiers(values),
        aliases=values.all(ACCORD + "nameProperty"),
        facets=values.all(ACCORD + "facet"),
        bases=tuple(dict.fromkeys(values.all(VOID + "uriSpace"))),
        languages=tuple(dict.fromkeys(map(str.lower, values.all(DCTERMS + "language")))) or ("en",),
    )


def _base(base: str, file: SourceFile) -> str:
    if base.startswith(("http://", "https://")) and base.endswith("/"):
        return base
    remedy = "Write an http or https IRI that ends in '/'."
    raise InputError(f"{file.path}: void:uriSpace {base!r} cannot be a base.", remedy=remedy)


def _evidence(values: _Values) -> EvidenceTerms | None:
    kind = values.first(ACCORD + "evidenceClass")
    if not kind:
        return None
    return EvidenceTerms(
        kind=kind,
        about=values.first(ACCORD + "evidenceAbout"),
        property=values.first(ACCORD + "evidenceProperty"),
        value=values.first(ACCORD + "evidenceValue"),
        source=values.first(ACCORD + "evidenceSource"),
        place=values.first(ACCORD + "evidencePlace"),
        phrase=values.first(ACCORD + "evidencePhrase"),
        certainty=values.first(ACCORD + "evidenceCertainty"),
    )


def _identifiers(values: _Values) -> IdentifierTerms | None:
    kind = values.first(ACCORD + "identifierClass")
    if not kind:
        return None
    return IdentifierTerms(
        kind=kind,
        property=values.first(ACCORD + "identifierProperty"),
        scheme=values.first(ACCORD + "identifierScheme"),
        value=values.first(ACCORD + "identifierValue"),
    )
