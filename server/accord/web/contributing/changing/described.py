"""A thing that somebody wants to change: the file that states it, as its form shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord import turtle
from accord.errors import InputError
from accord.forms.controls import Form
from accord.forms.filling import TYPE
from accord.forms.stated import Stated, StatedFact
from accord.names import owner
from accord.parsing.syntaxes import TURTLE, is_gzipped, syntax_of
from accord.proposals.errors import MissingVersion, Stale
from accord.proposals.repository.changes import require_version, stale
from accord.publication import SourceFile
from accord.things.names.labels import Name, Reference
from accord.turtle.editing import Editor
from accord.web.contributing.access.desk import desk
from accord.web.contributing.forms.kinds import form_of, forms_of
from accord.web.contributing.proposals.differences import words_of
from accord.web.responses.faults import Unknown
from accord.web.site import Site

_BY_FILE = "Change the file itself, and check it at /check, which leads to a proposal."


@dataclass(frozen=True, slots=True)
class Described:
    """A thing with its form, the file that states its kind, and the properties that other files state of it."""

    thing: Reference
    form: Form
    file: SourceFile
    elsewhere: Mapping[str, tuple[Name, ...]]

    @property
    def text(self) -> str:
        """The file."""
        return self.file.data.decode()

    def stated(self, site: Site) -> Stated:
        """What the file states, as the form shows it."""
        settings = site.publication.settings

        def name_of(iri: str) -> str:
            return site.things.labels.of(iri).text

        return Stated(self.form, Editor(self.text), self.thing.iri, settings.evidence, settings.languages, name_of)


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact that a form cannot show: of which part, if it is not of the thing itself, the property and the value."""

    part: str
    property: Name
    value: Name


def named(site: Site, given: str) -> str:
    """The thing that an IRI (in full, or with a prefix) names. Raises Unknown (404) for none."""
    iri = site.addresses.meant(given)
    if iri not in site.addresses.inventory.described:
        raise Unknown(f"The data state nothing about {given[:200]!r}." if given else "Name a thing: ?thing=…", ())
    return iri


def described(site: Site, given: str) -> Described:
    """The thing that an IRI (in full, or with a prefix) names.

    Raises Unknown (404) for none, and InputError for one that a form cannot change, with the reason.
    """
    iri = named(site, given)
    kinds = {one["iri"] for one in forms_of(site)}
    files = {site.publication.graph(file): file for file in site.publication.with_role("data")}
    elsewhere: dict[str, dict[str, None]] = {}
    found: tuple[SourceFile, str] | None = None
    for quad in site.engine.match(NamedNode(iri)):
        file = files.get(getattr(quad.graph_name, "value", ""))
        if file is None:
            continue
        elsewhere.setdefault(file.path, {})[quad.predicate.value] = None
        if quad.predicate.value == TYPE and isinstance(quad.object, NamedNode) and quad.object.value in kinds:
            found = found or (file, quad.object.value)
    if found is None:
        raise InputError(f"There is no form for the kind of {given[:200]}.", remedy=_BY_FILE)
    file, kind = found
    require_editable(file)
    del elsewhere[file.path]
    others = {path: tuple(map(site.things.labels.of, properties)) for path, properties in elsewhere.items()}
    return Described(site.things.labels.reference(iri), form_of(site, kind), file, others)


def require_editable(file: SourceFile) -> None:
    """Raise InputError for a file that a form cannot change and keep the rest of."""
    if syntax_of(file.path) is not TURTLE or is_gzipped(file.path):
        raise InputError(f"{file.path} is not plain Turtle, so a form cannot change it.", remedy=_BY_FILE)
    try:
        text = file.data.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{file.path} is not UTF-8, so a form cannot change it.", remedy=_BY_FILE) from error
    lines = text.replace("\r\n", "\n")
    if "\r" in lines or "\r\n" in text and text.count("\r\n") != text.count("\n"):
        raise InputError(f"{file.path} mixes line ends, so a form cannot keep them.", remedy=_BY_FILE)
    if turtle.read(text).faults:
        remedy = "Correct them first: /check shows each at its place."
        raise InputError(f"{file.path} has mistakes, so a form cannot change it.", remedy=remedy)


def kept(site: Site, stated: Stated) -> list[Kept]:
    """What a form cannot show, in words."""

    def words(fact: StatedFact) -> Kept:
        part = "" if fact.subject == stated.thing else fact.subject.removeprefix(owner(fact.subject))
        return Kept(part, site.things.labels.of(fact.path), words_of(site, fact.value))

    return [words(one) for one in stated.kept]


def require_current(site: Site, file: SourceFile, base: str) -> None:
    """Raise MissingVersion (428) without a version, Stale (412) where the file was changed since."""
    here = desk()
    if not base:
        remedy = "Load the form again, which knows its version; a program sends the field base."
        raise MissingVersion("The change does not say which version it was made from.", remedy=remedy)
    if here.repository is None:
        if base != site.publication.version:
            raise Stale("The data were changed since you opened the form.", remedy="Open the form again.")
        return
    commit = require_version(here.repository, base)
    before = here.repository.files(commit).get(file.path)
    if before is None or here.repository.blob(before.blob) != file.data:
        raise stale(here.repository, commit, here.repository.head, [file.path])
