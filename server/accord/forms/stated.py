"""What a file states about a thing, as the answers of the form of its kind; and what the form cannot show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from accord.forms.controls import DATES, MOST_SHOWN, MOST_VALUES, Control, Form
from accord.forms.filling import TYPE, Answers, Entry
from accord.names import RDF, XSD, owner
from accord.parsing.terms import Term, quads_of
from accord.publication.settings import EvidenceTerms
from accord.turtle import Triple
from accord.turtle.editing import Editor


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A statement of the file: its terms, and its place there."""

    subject: str
    path: str
    value: Term
    triple: Triple


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact with the entry that shows it."""

    entry: Entry
    fact: StatedFact


@dataclass(slots=True)
class StatedEvidence:
    """A piece of evidence: its IRI, the properties that it supports, and the values, if it does not support all."""

    subject: str
    facts: list[StatedFact]
    properties: list[StatedFact]
    values: list[StatedFact]
    shown: dict[str, list[ShownFact]] = field(default_factory=dict)


@dataclass(slots=True)
class StatedPassage:
    """A passage of a source, and the pieces of evidence that are found there."""

    shown: Mapping[str, Sequence[ShownFact]]
    nodes: list[StatedEvidence]


@dataclass
class Stated:
    """The facts of a thing in one file, those that the form shows and those that it keeps as they are.

    ``shown`` has them by place (a property, or property, number and inner property), ``parts`` the IRIs of the parts
    that are shown, by property. The file must have no mistakes. ``name_of`` gives the name of a thing.
    """

    form: Form
    editor: Editor
    thing: str
    terms: EvidenceTerms | None
    languages: Sequence[str]
    name_of: Callable[[str], str]
    shown: dict[str, list[ShownFact]] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=dict)
    passages: list[StatedPassage] = field(default_factory=list)
    kept: list[StatedFact] = field(default_factory=list)
    kind: StatedFact | None = None

    def __post_init__(self) -> None:
        document = self.editor.document
        facts: dict[str, list[StatedFact]] = {}
        for quad, triple in zip(quads_of(document), document.triples, strict=True):
            if isinstance(quad.subject, NamedNode):
                one = StatedFact(quad.subject.value, quad.predicate.value, quad.object, triple)  # type: ignore[arg-type]
                facts.setdefault(one.subject, []).append(one)
        self.facts: Mapping[str, Sequence[StatedFact]] = facts
        self._read_passages()
        self._read_values()

    @property
    def answers(self) -> Answers:
        """The answers that state what the form shows."""
        values = {path: self._entries(path) for path in self._paths(lambda one: one.kind != "part")}
        parts = {
            control.path: [
                {inner.path: self._entries(_key(control.path, number, inner.path)) for inner in control.parts}
                for number in range(len(self.parts.get(control.path, ())))
            ]
            for control in self.form.controls
            if control.kind == "part"
        }
        evidence = [{path: [one.entry for one in shown] for path, shown in p.shown.items()} for p in self.passages]
        kind = self.kind.value.value if self.kind else ""
        return Answers(kind, self.thing, values, parts, evidence)

    def number_of(self, path: str, value: Term) -> int:
        """The number of the first passage (from 1) that supports a value of the thing; 0 for none."""
        for wanted in (True, False):
            for number, passage in enumerate(self.passages, 1):
                for node in passage.nodes:
                    about = any(one.value == NamedNode(path) for one in node.properties)
                    if about and (any(one.value == value for one in node.values) if wanted else not node.values):
                        return number
        return 0

    def _paths(self, fits: Callable[[Control], bool]) -> list[str]:
        return [control.path for control in self.form.controls if fits(control)]

    def _entries(self, key: str) -> list[Entry]:
        return [one.entry for one in self.shown.get(key, ())]

    def _read_values(self) -> None:
        """Show each fact of the thing that a control can show; the others are kept."""
        controls = {control.path: control for control in self.form.controls}
        for one in self.facts.get(self.thing, ()):
            control = controls.get(one.path)
            if control is None or not self._show(control, one):
                self.kept.append(one)

    def _show(self, control: Control, one: StatedFact) -> bool:
        """Show a fact with its control, if that is possible; whether it is."""
        if not self.editor.can_edit(one.triple):
            return False
        if control.kind == "kinds":
            if self.kind is None and isinstance(one.value, NamedNode) and one.value.value in control.options:
                self.kind = one
            return self.kind is one
        number = self.number_of(control.path, one.value)
        if control.kind == "part":
            return self._show_part(control, one, number)
        entry = self._entry(control, one.value, number)
        return self._keep_entry(control.path, entry, one)

    def _keep_entry(self, key: str, entry: Entry | None, one: StatedFact) -> bool:
        shown = self.shown.setdefault(key, [])
        if entry is None or len(shown) >= MOST_VALUES or sum(map(len, self.shown.values())) >= MOST_SHOWN:
            return False
        shown.append(ShownFact(entry, one))
        return True

    def _show_part(self, control: Control, one: StatedFact, number: int) -> bool:
        """Show a part by its inner controls; what these cannot show is kept."""
        parts = self.parts.setdefault(control.path, [])
        if not isinstance(one.value, NamedNode) or len(parts) >= MOST_VALUES:
            return False
        part = one.value.value
        facts = self.facts.get(part, ())
        is_own = owner(part) == self.thing and part not in parts
        if not is_own or not any(fact.value == NamedNode(control.part_class) for fact in facts):
            return False
        inner = {each.path: each for each in control.parts}
        place = len(parts)
        parts.append(part)
        self.shown.setdefault(control.path, []).append(ShownFact(Entry("", evidence=number), one))
        for fact in facts:
            if fact.path == TYPE and fact.value == NamedNode(control.part_class):
                continue
            each = inner.get(fact.path)
            entry = self._entry(each, fact.value, number) if each and self.editor.can_edit(fact.triple) else None
            if not self._keep_entry(_key(control.path, place, fact.path), entry, fact):
                self.kept.append(fact)
        return True

    def _entry(self, control: Control, value: Term, number: int) -> Entry | None:
        """The entry that shows a value; ``None`` where the control cannot show it."""
        if isinstance(value, NamedNode):
            if control.kind == "link":
                return Entry(self.name_of(value.value), evidence=number, chosen=value.value)
            return Entry(value.value, evidence=number) if _is_option(control, value.value) else None
        if not isinstance(value, Literal):
            return None
        text, datatype = value.value, value.datatype.value
        if control.kind == "words":
            language = next((one for one in self.languages if one.lower() == (value.language or "").lower()), "")
            return Entry(text, language, number) if language else None
        if control.kind == "choice":
            return Entry(text, evidence=number) if _is_option(control, text) and not value.language else None
        fits = {
            "date": datatype in DATES,
            "number": datatype in control.datatypes[:1],
            "string": datatype == next(iter(control.datatypes), XSD + "string") and datatype != RDF + "langString",
        }
        is_line = bool(text) and text == text.strip() and text.isprintable()
        return Entry(text, evidence=number) if is_line and fits.get(control.kind) else None

    def _read_passages(self) -> None:
        """The passages that the evidence of the thing names, each with the pieces of evidence found there."""
        if self.terms is None:
            return
        found: dict[object, StatedPassage] = {}
        for subject, facts in self.facts.items():
            if not {(TYPE, self.terms.kind), (self.terms.about, self.thing)} <= _pairs(facts):
                continue
            node = self._node(subject, facts)
            if not all(self.editor.can_edit(one.triple) for one in facts) or not node.properties:
                continue
            key = tuple(sorted((path, str(one.fact.value)) for path, shown in node.shown.items() for one in shown))
            if key in found or len(found) < MOST_VALUES:
                found.setdefault(key, StatedPassage(node.shown, [])).nodes.append(node)
        self.passages = list(found.values())

    def _node(self, subject: str, facts: Sequence[StatedFact]) -> StatedEvidence:
        terms = self.terms
        assert terms is not None
        node = StatedEvidence(
            subject,
            list(facts),
            [one for one in facts if one.path == terms.property],
            [one for one in facts if one.path == terms.value],
        )
        for control in self.form.evidence:
            for one in facts:
                if one.path == control.path and (entry := self._entry(control, one.value, 0)):
                    node.shown.setdefault(control.path, []).append(ShownFact(entry, one))
        return node


def _key(*steps: str | int) -> str:
    return " ".join(map(str, steps))


def _is_option(control: Control, value: str) -> bool:
    return control.kind == "choice" and value in control.options


def _pairs(facts: Iterable[StatedFact]) -> set[tuple[str, str]]:
    return {(one.path, one.value.value) for one in facts if isinstance(one.value, NamedNode)}
