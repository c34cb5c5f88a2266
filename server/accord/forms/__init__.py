"""Forms for contributors: a commented Turtle template for a kind of thing, made from the shapes and the data.

A property that the shapes require is a line to fill in, with a value that a check rejects; one that they allow is a
comment with an example. The description of the shape is above each line, so that nobody has to look anything up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from textwrap import wrap

from pyoxigraph import BlankNode, Literal, NamedNode

from accord.errors import UsageError
from accord.forms.fields import TYPE, Field, Fields
from accord.forms.kinds import kind_named
from accord.forms.tidy import relative
from accord.names import RDF, XSD, local_name, owner
from accord.publication import Publication
from accord.things.names.common_terms import in_words
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object
from accord.validation.stages.style import WIDEST, house_order, ordered

_EXAMPLES = {
    XSD + "date": "2026-01-31",
    XSD + "gYearMonth": "2026-01",
    XSD + "gYear": "2026",
    XSD + "integer": "1",
    XSD + "decimal": "1.5",
    XSD + "anyURI": "https://example.org/",
}
_BARE = (XSD + "integer", XSD + "decimal")
_STRINGS = (XSD + "string", RDF + "langString")
"""Datatypes of strings, with what comes after the closing quote."""

_PREFIX = re.compile(r"(?<![\w.-])([\w.-]+):")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_END = ("    .",)
_NO_BREAK = "\xa0"
_SHOWN = 5
"""How many of the values used so far are shown."""

_ADVICE = (
    "Fill in every value that is empty or says fill-in. Remove the '# ' from the lines that a source supports, and "
    "delete the other comments. Put commas between several values. Then run `accord check` on the file."
)


class Forms:
    """Makes the templates of a publication. Raises UsageError when its shapes cannot be read."""

    def __init__(self, publication: Publication) -> None:
        self._publication = publication
        self._settings = publication.settings
        self._things = publication.settings.thing_base
        self._vocabulary = Vocabulary.of(publication)
        self._fields = Fields(publication, self._vocabulary)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Name in lower case (label or local name) -> IRI, for each class with a shape."""
        classes = self._fields.classes()
        by_label = {_hyphened(self._name(iri)): iri for iri in reversed(classes)}
        return {local_name(iri).casefold(): iri for iri in reversed(classes)} | by_label

    def template(self, kind: str, slug: str = "") -> str:
        """A Turtle file to fill in, for a thing of a kind (its label or local name, in any case).

        Raises UsageError for an unknown kind, and for a slug that cannot be the name of a new thing.
        """
        iri = self.kind(kind)
        form = copy(self)
        form._things = self._fields.base(iri)
        return form._template(iri, slug or f"new-{_hyphened(self._name(iri))}")

    def _template(self, iri: str, slug: str) -> str:
        self._require_new_slug(slug)
        body = "\n\n".join("\n".join(block) for block in self._blocks(iri, slug))
        words = " ".join(filter(None, [f"A new {self._name(iri)}.", self._definition(iri), _ADVICE]))
        return "\n".join([*_comment(words, 0), "", *self._heading(body), "", body, ""])

    def kind(self, kind: str) -> str:
        """The IRI of a class by its label, its local name or the initials of its label, in any case.

        Raises UsageError for an unknown kind.
        """
        return kind_named(kind, self.kinds)

    @property
    def listed(self) -> tuple[str, ...]:
        """The names of the kinds, sorted."""
        return tuple(sorted({_hyphened(self._name(iri)) for iri in self.kinds.values()}))

    def _require_new_slug(self, slug: str) -> None:
        if not _SLUG.fullmatch(slug):
            remedy = f"Write {_hyphened(slug)}." if _SLUG.fullmatch(_hyphened(slug)) else "Write words joined by '-'."
            raise UsageError(f"A thing cannot be named {slug!r}: only a-z, 0-9 and '-' are allowed.", remedy=remedy)
        if self._things + slug in self._fields.statements:
            raise UsageError(f"There is already a thing named {slug!r}.", remedy="Add to its file, or choose another.")

    def _blocks(self, iri: str, slug: str) -> Iterator[list[str]]:
        """The description of the thing, and its evidence where the publication has terms for that."""
        fields = self._fields.of(iri)
        notes = [line for note in self._fields.notes(iri) for line in _comment(note, 4)]
        thing = self._written(NamedNode(self._things + slug))
        yield [thing, *notes, *self._lines(iri, fields, slug, {}), *_END]
        yield from self._parts(fields, slug)
        if terms := self._settings.evidence:
            required = dict.fromkeys([TYPE, *(field.path for field in fields if field.minimum)])
            paths = " , ".join(self._written(NamedNode(path)) for path in required)
            known = {terms.about: thing, terms.property: paths}
            wanted = {terms.source, terms.place, terms.phrase, terms.certainty, *known} - {""}
            yield [f"<{slug}#e1>", *self._lines(terms.kind, self._fields.of(terms.kind, wanted), slug, known), *_END]

    def _parts(self, fields: Iterable[Field], slug: str) -> Iterator[list[str]]:
        """What the parts of the thing must state, one of each class, as comments."""
        classes: dict[str, str] = {}
        for field in fields:
            if part := self._part(field):
                for kind in self._fields.kinds_of(part):
                    classes.setdefault(kind, self._example(field, slug))
        for kind, name in classes.items():
            needs = (field for field in self._fields.of(kind) if field.minimum)
            lines = [f"    {self._written(NamedNode(field.path))} {self._blank(field)} ;" for field in needs]
            block = [name, f"    a {self._written(NamedNode(kind))} ;", *lines, *_END]
            yield [f"# {line}" for line in block]

    def _part(self, field: Field) -> str:
        """The IRI of a part that some thing has by a field, empty where the values are not parts of their things."""
        value = next(iter(field.used), None)
        if not isinstance(value, NamedNode) or "#" not in value.value:
            return ""
        whole = self._fields.statements.get(owner(value.value), ())
        return value.value if (field.path, value) in whole else ""

    def _lines(self, iri: str, fields: Iterable[Field], slug: str, known: Mapping[str, str]) -> Iterator[str]:
        """The class, then a line for each field under its description; values that are known are filled in."""
        by_path = {field.path: field for field in fields}
        if kinds := by_path.pop(TYPE, None):
            yield from self._words(kinds)
        yield f"    a {self._written(NamedNode(iri))} ;"
        for path, field in by_path.items():
            if path not in known:
                yield from self._words(field)
            value = known.get(path) or (self._blank(field) if field.minimum else self._example(field, slug))
            mark = "" if field.minimum else "# "
            yield f"    {mark}{self._written(NamedNode(path))} {value} ;"

    def _words(self, field: Field) -> list[str]:
        """What the shapes say about a field, and values to choose from: all allowed ones, or some used so far."""
        words = field.words.replace(":", f" (only for a {self._name(field.kind)}):", 1) if field.kind else field.words
        links = [value for value in field.used if isinstance(value, NamedNode) and value.value.startswith(self._things)]
        known = [] if self._part(field) or field.path == TYPE else links[:_SHOWN]
        values = f"{_NO_BREAK}, ".join(map(self._written, field.allowed or known))
        choice = f"{'One of' if field.allowed else 'Such as'} {values}" if values else ""
        return [*_comment(words, 4), *_comment(choice, 4)]

    def _blank(self, field: Field) -> str:
        """Values to fill in, which are right in form and which every check rejects."""
        if not field.datatype:
            names = (f"fill-in{f'-{number}' if number > 1 else ''}" for number in range(1, field.minimum + 1))
            return " , ".join(self._written(NamedNode(self._things + name)) for name in names)
        if field.datatype in _STRINGS:
            return f'""{self._language(field)}'
        return f'"fill-in"^^{self._written(NamedNode(field.datatype))}'

    def _language(self, field: Field) -> str:
        """The language tag of a string: that of most values used so far, else of the publication."""
        if field.datatype != RDF + "langString":
            return ""
        used = (value.language for value in field.used if isinstance(value, Literal) and value.language)
        return f"@{next(used, next(iter(self._settings.languages), 'en'))}"

    def _example(self, field: Field, slug: str) -> str:
        """An example of a value: an allowed one, one used so far, or one of the datatype."""
        if field.datatype in _STRINGS:
            return f'"…"{self._language(field)}'
        if field.datatype in _EXAMPLES:
            return self._written(Literal(_EXAMPLES[field.datatype], datatype=NamedNode(field.datatype)))
        if isinstance(next(iter(field.used), None), BlankNode):
            return "[ ]"
        if self._part(field):
            return f"<{slug}#{_hyphened(local_name(field.path))}>"
        return self._written(next(iter((*field.allowed, *field.used)), NamedNode(f"{self._things}fill-in")))

    def _heading(self, body: str) -> Iterator[str]:
        """The prefixes that a file uses, in the order of the house style, and the base of its relative IRIs."""
        prefixes = self._settings.prefixes
        used = set(_PREFIX.findall(body)) & prefixes.keys()
        yield from (f"@prefix {name}: <{prefixes[name]}> ." for name in ordered(used, house_order(self._publication)))
        yield f"@base <{self._things.removesuffix('#')}> ."

    def _written(self, term: Object) -> str:
        """A term as a file writes it."""
        shorten = self._settings.prefixes.shorten
        if isinstance(term, NamedNode):
            return shorten(term.value) or f"<{relative(term.value, self._things)}>"
        if isinstance(term, Literal) and term.datatype.value in _BARE:
            return term.value
        if isinstance(term, Literal) and term.datatype.value not in _STRINGS:
            return f"{Literal(term.value)}^^{self._written(term.datatype)}"
        return str(term)

    def _name(self, iri: str) -> str:
        term = self._vocabulary.get(iri)
        return term.name.text if term else in_words(iri)

    def _definition(self, iri: str) -> str:
        term = self._vocabulary.get(iri)
        return term.definition.text if term and term.definition else ""


def _hyphened(words: str) -> str:
    """Words as a slug: ``totalAmount`` and ``Total amount`` are ``total-amount``, ``Körper`` is ``korper``."""
    plain = unicodedata.normalize("NFKD", _CAPITAL.sub(" ", words).casefold())
    return "-".join(_WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def _comment(text: str, indent: int) -> list[str]:
    """A string as lines of comment, none for an empty one."""
    lead = f"{' ' * indent}# "
    lines = wrap(
        text, WIDEST, initial_indent=lead, subsequent_indent=lead, break_on_hyphens=False, break_long_words=False
    )
    return [line.replace(_NO_BREAK, " ") for line in lines]
