"""The settings of a publication: what its configuration states, and what is guessed where it states nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad

from accord import names
from accord.errors import InputError
from accord.names import ACCORD, DCAT, DCTERMS, FOAF, VOID, Prefixes, is_iri
from accord.publication.files.sources import SourceFile
from accord.publication.settings.measures import Measures
from accord.publication.settings.presentation import Presentation
from accord.publication.survey.guesses import Guesses
from accord.publication.survey.languages import language_of
from accord.publication.survey.namespaces import folder_of

_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
"""The name of a host (RFC 1123, section 2.1), without a port: nothing else belongs into the policy of a page."""


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
    ``house_rules`` says that the rules of Accord for well-kept data apply (``accord:profile accord:HouseRules``),
    ``only_valid`` that data with violations are not published (``accord:publishOnlyValid true``). ``source_text`` is
    the property of a source document that gives the name of the file with its text (``accord:sourceText``).
    ``presentation`` has the hints for pages, ``measures`` what its numbers are. ``image_hosts`` are the hosts whose
    images pages show (``accord:imageHost``), ``security_contacts`` whom to tell of a weakness.
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
    house_rules: bool = False
    only_valid: bool = False
    presentation: Presentation = field(default_factory=Presentation)
    source_text: str = ""
    image_hosts: tuple[str, ...] = ()
    security_contacts: tuple[str, ...] = ()
    measures: Measures = field(default_factory=Measures)

    def __post_init__(self) -> None:
        """Without other bases there is the one."""
        if not self.bases:
            object.__setattr__(self, "bases", (self.base,))

    @property
    def thing_base(self) -> str:
        """The beginning of the IRIs of the publication's own things; a slug follows."""
        return f"{self.base}id/"


class _Values:
    """The values of the properties of one subject."""

    def __init__(self, subject: str, quads: Iterable[Quad]) -> None:
        self._values: dict[str, list[str]] = {}
        node = NamedNode(subject) if ":" in subject else None
        for quad in quads if node else ():
            if quad.subject == node and isinstance(quad.object, NamedNode | Literal):
                self._values.setdefault(quad.predicate.value, []).append(quad.object.value)

    def all(self, predicate: str) -> tuple[str, ...]:
        return tuple(self._values.get(predicate, ()))

    def first(self, predicate: str, default: str = "") -> str:
        return next(iter(self.all(predicate)), default)

    def flag(self, predicate: str) -> bool:
        return self.first(predicate) in ("true", "1")


def guessed_settings(guesses: Guesses) -> Settings:
    """The settings of a folder without a configuration."""
    return _settings(_Values("", []), guesses, "", guesses.base.value, guesses.bases.value, guesses.prefixes.value)


_GUESSED = {
    "title": DCTERMS + "title",
    "licence": DCTERMS + "license",
    "publisher": DCTERMS + "publisher",
    "base": VOID + "uriSpace",
    "languages": DCTERMS + "language",
    "vocabulary": VOID + "vocabulary",
    "kinds": ACCORD + "featuredClass",
}
"""The property of each setting that can be guessed, by its name in the report on a reading."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration file that was read; what it does not state is guessed.

    ``dataset`` is the thing that its settings are about, ``bases`` are the values of its ``void:uriSpace``; empty
    where it says nothing.
    """

    file: SourceFile
    quads: tuple[Quad, ...]
    dataset: str
    bases: tuple[str, ...]

    @classmethod
    def read(cls, file: SourceFile) -> Configuration:
        """Read the file. Raises InputError when it is not Turtle, or when a base in it is not an IRI."""
        quads = tuple(file.quads(ACCORD))
        subject = _dataset(quads)
        spaces = _Values(subject, quads).all(VOID + "uriSpace")
        for space in spaces:
            _require_base(space, file)
        for host in _Values(subject, quads).all(ACCORD + "imageHost"):
            _require_host(host, file)
        return cls(file, quads, subject, tuple(dict.fromkeys(spaces)))

    @property
    def publishes_only_valid_data(self) -> bool:
        """Whether it says so (``accord:publishOnlyValid``)."""
        return _Values(self.dataset, self.quads).flag(ACCORD + "publishOnlyValid")

    @property
    def stated(self) -> frozenset[str]:
        """The stated settings among those that can be guessed, in the words of the report on a reading."""
        values = _Values(self.dataset, self.quads)
        return frozenset(name for name, predicate in _GUESSED.items() if values.all(predicate))

    def settings(self, guesses: Guesses | None) -> Settings:
        """The settings: stated, or else guessed. Without guesses it has to state a base."""
        base = folder_of(self.bases[0]) if self.bases else guesses.base.value if guesses else ""
        bases = self.bases or (guesses.bases.value if guesses else ())
        values = _Values(self.dataset, self.quads)
        return _settings(values, guesses, self.dataset, base, bases, self.file.prefixes(), self.quads)


def _dataset(quads: tuple[Quad, ...]) -> str:
    """The subject of the settings: the node with a base, or else a dataset or a node with a setting."""
    named = [quad for quad in quads if isinstance(quad.subject, NamedNode)]
    found = next((quad for quad in named if quad.predicate.value == VOID + "uriSpace"), None)
    found = found or next((quad for quad in named if quad.predicate.value.startswith(ACCORD)), None)
    kinds = (NamedNode(VOID + "Dataset"), NamedNode(DCAT + "Dataset"))
    found = found or next((quad for quad in named if quad.object in kinds), None)
    return found.subject.value if found and isinstance(found.subject, NamedNode) else ""


def _require_base(base: str, file: SourceFile) -> None:
    if not (base.startswith(("http://", "https://")) and base.endswith(("/", "#"))):
        remedy = "Write an http or https IRI that ends in '/' or '#'."
        raise InputError(f"{file.path}: void:uriSpace {base!r} cannot be a base.", remedy=remedy)


def _require_host(host: str, file: SourceFile) -> None:
    if not _HOST.fullmatch(host):
        remedy = "Write the name of a host in small letters, as in upload.wikimedia.org."
        raise InputError(f"{file.path}: accord:imageHost {host[:100]!r} is not a host name.", remedy=remedy)


def _settings(
    values: _Values,
    guesses: Guesses | None,
    dataset: str,
    base: str,
    bases: Iterable[str],
    prefixes: Mapping[str, str],
    quads: tuple[Quad, ...] = (),
) -> Settings:
    """Stated values, else guesses."""
    dataset = dataset or base + "dataset"
    agent = values.first(DCTERMS + "publisher")
    languages = dict.fromkeys(filter(None, map(language_of, values.all(DCTERMS + "language"))))
    license = guesses.license.value if guesses and is_iri(guesses.license.value) else ""
    return Settings(
        dataset=dataset,
        base=base,
        title=values.first(DCTERMS + "title", guesses.title.value if guesses else names.local_name(dataset)),
        description=values.first(DCTERMS + "description", guesses.description.value if guesses else ""),
        license=values.first(DCTERMS + "license", license),
        publisher=_Values(agent, quads).first(FOAF + "name", agent or (guesses.publisher.value if guesses else "")),
        vocabulary=values.first(VOID + "vocabulary", guesses.vocabulary.value if guesses else ""),
        featured=values.all(ACCORD + "featuredClass") or (guesses.featured.value if guesses else ()),
        evidence=_evidence(values),
        prefixes=Prefixes(prefixes),
        identifiers=_identifiers(values),
        aliases=values.all(ACCORD + "nameProperty"),
        facets=values.all(ACCORD + "facet"),
        bases=(base, *(other for other in dict.fromkeys(bases) if not other.startswith(base))),
        languages=tuple(languages) or (guesses.languages.value if guesses else ()) or ("en",),
        house_rules=ACCORD + "HouseRules" in values.all(ACCORD + "profile"),
        only_valid=values.flag(ACCORD + "publishOnlyValid"),
        presentation=Presentation.read(dataset, quads),
        source_text=values.first(ACCORD + "sourceText"),
        image_hosts=values.all(ACCORD + "imageHost"),
        security_contacts=values.all(ACCORD + "securityContact"),
        measures=Measures.read(dataset, quads),
    )


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
