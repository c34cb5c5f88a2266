"""Turns a filled form into statements: tidy Turtle, and the field that each line comes from.

What a value should be is left to the check, whose words are the same everywhere; only what cannot be stated at all (a
name that may mean several things) is a problem of the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from accord.forms.controls import DATES, Control, Form
from accord.forms.tidy import Block
from accord.names import LABELS, RDF, XSD, is_iri, slug_of
from accord.publication.settings import EvidenceTerms
from accord.things.statements import Object

TYPE = RDF + "type"
_YEARS = r"\d{4}|-\d{4,}"
"""Four digits: a longer number is the day as a spreadsheet counts it. A year before the year 0 may be long ago."""
_YEAR, _MONTH, _DAY = (re.compile(one) for one in (_YEARS, rf"(?:{_YEARS})-\d\d", rf"(?:{_YEARS})-\d\d-\d\d"))
_IN_WORDS = re.compile(r"(?:(\d{1,2}) )?([A-Za-z]{3,9}) (\d{4})")
_GROUPED = re.compile(r"\d{1,3}(?:[ ,]\d{3})+")
_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value as it was written: the ``text``, its ``language``, and the number of its ``evidence``, from 1.

    Of a link, ``chosen`` is the IRI that was chosen, or ``new``, and ``new_kind`` the class of a new thing.
    """

    text: str
    language: str = ""
    evidence: int = 1
    chosen: str = ""
    new_kind: str = ""


Values = Mapping[str, Sequence[Entry]]
"""Property -> the entries for it, without empty ones."""


@dataclass(frozen=True, slots=True)
class Answers:
    """A form as it was filled in: the class and the slug, the values, and the parts and the evidence with theirs."""

    kind: str
    slug: str
    values: Values
    parts: Mapping[str, Sequence[Values]] = field(default_factory=dict)
    evidence: Sequence[Values] = ()


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What cannot be stated: the field (a property, or several joined by a space), the entry, and the sentence.

    Of a name, ``candidates`` are the IRIs of things that it may mean, ``text`` is what was written, and ``classes``
    are those that the thing may be of.
    """

    field: str
    entry: int
    message: str
    candidates: tuple[str, ...] = ()
    text: str = ""
    classes: tuple[str, ...] = ()


Find = Callable[[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]
"""Finds the thing that a name means, among things of some classes: its IRI if it is certain, and candidates."""


class Filling:
    """Turns answers into blocks.

    ``problems`` are those that were met; ``places`` has, by subject, where in the form it is described: empty for the
    thing, ``PROPERTY NUMBER`` for a part (from 0), ``evidence NUMBER`` for evidence, ``new`` for a new thing.
    """

    def __init__(
        self,
        form: Form,
        answers: Answers,
        terms: EvidenceTerms | None,
        language: str,
        find: Find,
        thing: str = "",
    ) -> None:
        """``thing`` is the IRI of a thing that is there already."""
        self._form = form
        self._answers = answers
        self._terms = terms
        self._language = language
        self._find = find
        self.thing = thing or self._base(answers.kind) + answers.slug
        self.problems: list[FieldProblem] = []
        self.places = {self.thing: ""}
        self._new: dict[str, tuple[str, str, int]] = {}
        self._supported: list[tuple[int, str, str, Object]] = []

    def blocks(self) -> list[Block]:
        """The thing, its parts, new things that it leads to, and the evidence for all of them."""
        kind = self._answers.kind or self._form.iri
        self._supported.append((1, self.thing, TYPE, NamedNode(kind)))
        main: list[tuple[str, Sequence[Object]]] = [(TYPE, [NamedNode(kind)])]
        parts: list[Block] = []
        for control in self._form.controls:
            if control.kind == "part":
                found = list(self._parts(control))
                parts += found
                values: list[Object] = [NamedNode(one.subject) for one in found]
            else:
                values = self._values(self.thing, control, self._answers.values.get(control.path, ()), control.path)
            if values and control.kind != "kinds":
                main.append((control.path, values))
        return [Block(self.thing, main), *parts, *self.new_things(), *self.evidence()]

    def _base(self, kind: str) -> str:
        """The beginning of the IRI of a new thing of a class; without a form, that of the form's class."""
        return self._form.bases.get(kind, self._form.base)

    def _parts(self, control: Control) -> Iterator[Block]:
        """A part for each set of values."""
        for number, values in enumerate(self._answers.parts.get(control.path, ()), 1):
            name = slug_of(control.name) + (f"-{number}" if number > 1 else "")
            subject = f"{self.thing}#{name}"
            evidence = min((entry.evidence for entries in values.values() for entry in entries), default=1)
            self._supported.append((evidence, self.thing, control.path, NamedNode(subject)))
            self.places[subject] = f"{control.path} {number - 1}"
            stated: list[tuple[str, Sequence[Object]]] = [(TYPE, [NamedNode(control.part_class)])]
            for inner in control.parts:
                place = f"{self.places[subject]} {inner.path}"
                if found := self._values(subject, inner, values.get(inner.path, ()), place, supported=False):
                    stated.append((inner.path, found))
            yield Block(subject, stated)

    def _values(
        self, subject: str, control: Control, entries: Sequence[Entry], place: str, *, supported: bool = True
    ) -> list[Object]:
        """The terms of the entries of one property, each once."""
        terms: dict[Object, int] = {}
        for number, entry in enumerate(entries):
            term = self.term(control, entry, place, number)
            if term is not None:
                terms.setdefault(term, entry.evidence)
        if supported and control.path not in UNSUPPORTED:
            self._supported += [(number, subject, control.path, term) for term, number in terms.items()]
        return list(terms)

    def term(self, control: Control, entry: Entry, place: str, number: int) -> Object | None:
        """The value of an entry; ``None``, with a problem, if it is ambiguous."""
        text = entry.text.strip()
        match control.kind:
            case "link":
                return self._link(control, entry, text, place, number)
            case "choice":
                return NamedNode(text) if is_iri(text) else Literal(text)
            case "words":
                return Literal(" ".join(text.split()), language=entry.language or self._language)
            case "date":
                return _date(text, control.datatypes)
            case "number":
                digits = text.replace(",", "").replace(" ", "") if _GROUPED.fullmatch(text) else text
                return Literal(digits, datatype=NamedNode(control.datatypes[0]))
        datatype = next(iter(control.datatypes), XSD + "string")
        return Literal(text, datatype=NamedNode(datatype))

    def _link(self, control: Control, entry: Entry, text: str, place: str, number: int) -> Object | None:
        """The thing that an entry means: the one that was chosen, a new one, or the one that it names beyond doubt."""
        if entry.chosen == "new" and entry.new_kind:
            if not slug_of(text):
                message = (
                    f"No address can be made from “{text}”. Add it with its own form first, and choose its address."
                )
                self.problems.append(FieldProblem(place, number, message))
                return None
            iri = self._base(entry.new_kind) + slug_of(text)
            self._new[iri] = text, entry.new_kind, entry.evidence
            return NamedNode(iri)
        if is_iri(entry.chosen):
            return NamedNode(entry.chosen)
        iri, candidates = self._find(text, control.classes)
        if iri:
            return NamedNode(iri)
        found = "Choose which of these you mean, or that it is new." if candidates else "Nothing here has that name."
        message = f"It is not certain what “{text}” means. {found}"
        self.problems.append(FieldProblem(place, number, message, candidates, text, control.classes))
        return None

    def new_things(self) -> Iterator[Block]:
        """The things that are new too, each with its class and its name."""
        for iri, (name, kind, evidence) in self._new.items():
            label = Literal(" ".join(name.split()), language=self._language)
            self._supported += [(evidence, iri, TYPE, NamedNode(kind)), (evidence, iri, LABELS[0], label)]
            self.places[iri] = "new"
            yield Block(iri, [(TYPE, [NamedNode(kind)]), (LABELS[0], [label])])

    def evidence(self) -> Iterator[Block]:
        """A piece of evidence for each thing and each passage, and one for each value that has a passage of its own."""
        terms = self._terms
        if terms is None:
            return
        numbers: dict[str, int] = {}
        for (evidence, subject), properties in self._grouped().items():
            for path, value in properties:
                numbers[subject] = numbers.get(subject, 0) + 1
                stated: list[tuple[str, Sequence[Object]]] = [
                    (TYPE, [NamedNode(terms.kind)]),
                    (terms.about, [NamedNode(subject)]),
                    (terms.property, [NamedNode(one) for one in path]),
                ]
                if value is not None:
                    stated.append((terms.value, [value]))
                name = f"{subject}#e{numbers[subject]}"
                self.places[name] = f"evidence {evidence - 1}"
                yield Block(name, [*stated, *self.passage(evidence)])

    def _grouped(self) -> dict[tuple[int, str], list[tuple[tuple[str, ...], Object | None]]]:
        """Evidence and thing -> the properties that it supports as a whole, then each value that it supports alone."""
        passages: dict[tuple[str, str], set[int]] = {}
        for evidence, subject, path, _ in self._supported:
            passages.setdefault((subject, path), set()).add(evidence)
        whole: dict[tuple[int, str], list[str]] = {}
        apart: dict[tuple[int, str], list[tuple[tuple[str, ...], Object | None]]] = {}
        for evidence, subject, path, value in self._supported:
            if len(passages[subject, path]) > 1:
                apart.setdefault((evidence, subject), []).append(((path,), value))
            elif path not in whole.setdefault((evidence, subject), []):
                whole[evidence, subject].append(path)
        keys = dict.fromkeys([*whole, *apart])
        return {
            key: [*([(tuple(whole[key]), None)] if whole.get(key) else []), *apart.get(key, [])]
            for key in sorted(keys, key=lambda key: (key[1] != self.thing, key[1], key[0]))
        }

    def passage(self, evidence: int) -> list[tuple[str, Sequence[Object]]]:
        """The place and certainty of a piece of evidence; the check finds what was left empty."""
        given = self._answers.evidence[evidence - 1] if 0 < evidence <= len(self._answers.evidence) else {}
        found: list[tuple[str, Sequence[Object]]] = []
        for control in self._form.evidence:
            place = f"evidence {evidence - 1} {control.path}"
            if terms := self._values("", control, given.get(control.path, ()), place, supported=False):
                found.append((control.path, terms))
        return found


UNSUPPORTED = frozenset({"http://www.w3.org/2004/02/skos/core#note"})
"""Properties that editors state themselves, without evidence."""


def _date(text: str, datatypes: Sequence[str]) -> Literal:
    """A date with the precision with which it is written; what is not a date keeps its words, for the check to find."""
    if match := _IN_WORDS.fullmatch(text):
        day, name, year = match.groups()
        months = [place for place, one in enumerate(_MONTHS, 1) if one.startswith(name.lower())]
        if len(months) == 1:
            text = f"{year}-{months[0]:02}" + (f"-{int(day):02}" if day else "")
    fits = zip((_DAY, _MONTH, _YEAR), DATES, strict=True)
    wanted = next((datatype for pattern, datatype in fits if pattern.fullmatch(text)), DATES[0])
    datatype = wanted if wanted in datatypes or not datatypes else datatypes[0]
    return Literal(text, datatype=NamedNode(datatype))
