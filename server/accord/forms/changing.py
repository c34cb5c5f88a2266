"""Turns changed form answers into changes of the thing's file. The rest of the file stays as it is.

The answers that were shown and those that came back are compared as statements. So a value that nobody touched keeps
its spelling, its place and its comments, and what the form cannot show is not touched at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count

from pyoxigraph import NamedNode

from accord.forms.controls import Control
from accord.forms.filling import TYPE, UNSUPPORTED, Answers, Entry, FieldProblem, Filling, Values
from accord.forms.stated import ShownFact, Stated, StatedEvidence
from accord.forms.supporting import SupportedValue, Supports
from accord.forms.tidy import Block, Writer
from accord.names import Prefixes, slug_of
from accord.things.statements import Object


@dataclass(frozen=True, slots=True)
class _New:
    """A value that was sent: the entry, and what it states."""

    entry: Entry
    term: Object


class Changing:
    """Makes the changes. ``filling`` reads the answers that were sent, for the IRI of the thing.

    ``prefixes`` are those of the publication, in the order ``order``. With ``strictly`` a new value needs a passage
    even where the thing has none yet.
    """

    def __init__(
        self,
        stated: Stated,
        answers: Answers,
        filling: Filling,
        prefixes: Prefixes,
        order: Sequence[str],
        *,
        strictly: bool,
    ) -> None:
        self._stated = stated
        self._answers = answers
        self._filling = filling
        self._order = order
        self._editor = stated.editor
        self._known = self._editor.usable(prefixes)
        self._writer = Writer(self._known, self._editor.base, order)
        self._rows: dict[str, list[SupportedValue]] = {}
        self._needs_passage = bool(stated.form.evidence) and (strictly or bool(stated.passages))

    def text(self) -> str:
        """The file with the changes; what cannot be stated is among the problems of ``filling``."""
        self._change_kind()
        for control in self._stated.form.controls:
            if control.kind == "part":
                self._change_parts(control)
            elif control.kind != "kinds":
                given = self._answers.values.get(control.path, ())
                shown = self._stated.shown.get(control.path, [])
                rows = self._change(self._stated.thing, control, shown, given, control.path)
                self._rows[control.path] = rows
        self._require_facts()
        self._change_passages()
        supports = Supports(self._stated, self._writer, self._filling)
        for path, rows in self._rows.items():
            if path not in UNSUPPORTED:
                supports.change(path, rows)
        supports.finish()
        for block in (*supports.blocks(), *self._new_things()):
            self._editor.insert_after(self._stated.thing, self._writer.block(block))
        missing = self._writer.used - self._editor.document.prefixes.keys()
        self._editor.declare({name: self._known[name] for name in missing}, self._order)
        return self._editor.text()

    def _change_kind(self) -> None:
        kind = self._stated.kind
        if kind and self._answers.kind and kind.value != NamedNode(self._answers.kind):
            self._editor.replace(kind.triple, self._writer.term(NamedNode(self._answers.kind)))

    def _change(
        self, subject: str, control: Control, shown: Sequence[ShownFact], given: Sequence[Entry], place: str
    ) -> list[SupportedValue]:
        """Change the values of one property of a subject; each as it was and as it becomes."""
        terms = [self._filling.term(control, entry, place, number) for number, entry in enumerate(given)]
        if None in terms:  # a problem, which is to be solved first
            return []
        new: dict[Object, _New] = {}
        for entry, term in zip(given, terms, strict=True):
            if term is not None:
                new.setdefault(term, _New(entry, term))
        rows = list(self._matched(control, shown, list(new.values()), place))
        for row in rows:
            self._write(subject, control.path, row)
            if place == control.path and row.fact is None and not row.now:
                self._require_passage(control.path, place, terms.index(row.value))
        return rows

    def _require_passage(self, path: str, place: str, number: int) -> None:
        """A value that was added needs a passage."""
        if self._needs_passage and path not in UNSUPPORTED:
            message = "Choose the number of the passage that states this."
            self._filling.problems.append(FieldProblem(place, number, message))

    def _matched(
        self, control: Control, shown: Sequence[ShownFact], new: list[_New], place: str
    ) -> Iterator[SupportedValue]:
        """Each value as it was and as it is: first those that are the same, then in their order."""
        left = []
        for one in shown:
            before = self._filling.term(control, one.entry, place, 0)
            same = next((each for each in new if each.term == before), None)
            if same is None:
                left.append(one)
            else:
                new.remove(same)
                yield SupportedValue(one.fact, one.entry.evidence, one.fact.value, same.entry.evidence)
        for number in range(max(len(left), len(new))):
            old = left[number] if number < len(left) else None
            now = new[number] if number < len(new) else None
            yield SupportedValue(
                old.fact if old else None,
                old.entry.evidence if old else 0,
                now.term if now else None,
                now.entry.evidence if now else 0,
            )

    def _write(self, subject: str, path: str, row: SupportedValue) -> None:
        """Change one value in the file."""
        if row.fact is None:
            assert row.value is not None
            written = self._writer.term(NamedNode(path))
            self._editor.add(subject, path, written, self._writer.term(row.value))
        elif row.value is None:
            self._editor.remove(row.fact.triple)
        elif row.value != row.fact.value:
            self._editor.replace(row.fact.triple, self._writer.term(row.value))

    def _change_parts(self, control: Control) -> None:
        """Change the parts that the form shows, remove those that were emptied, and add new ones."""
        given = self._answers.parts.get(control.path, ())
        names = self._stated.parts.get(control.path, [])
        links = self._stated.shown.get(control.path, [])
        rows = self._rows[control.path] = []
        for number in range(max(len(given), len(names))):
            values = given[number] if number < len(given) else {}
            if number >= len(names):
                if any(values.values()):
                    rows.append(self._new_part(control, values, number))
                continue
            was = links[number].entry.evidence
            if not any(values.values()) and self._can_go(names[number]):
                for fact in self._stated.facts[names[number]]:
                    self._editor.remove(fact.triple)
                self._editor.remove(links[number].fact.triple)
                rows.append(SupportedValue(links[number].fact, was, None, 0))
                continue
            self._filling.places[names[number]] = f"{control.path} {number}"
            for inner in control.parts:
                key = f"{control.path} {number} {inner.path}"
                self._change(names[number], inner, self._stated.shown.get(key, []), values.get(inner.path, ()), key)
            now = _other_than(was, values)
            rows.append(SupportedValue(links[number].fact, was, links[number].fact.value, now))

    def _can_go(self, part: str) -> bool:
        """Whether the form shows all that is stated about a part."""
        hidden = {id(fact) for fact in self._stated.kept}
        return not any(id(fact) in hidden for fact in self._stated.facts[part])

    def _new_part(self, control: Control, values: Values, number: int) -> SupportedValue:
        """Add a part, under a name that is free."""
        stem = f"{self._stated.thing}#{slug_of(control.name)}"
        used = {*self._stated.facts, *self._filling.places}
        subject = next(name for name in chain((stem,), (f"{stem}-{number}" for number in count(2))) if name not in used)
        self._filling.places[subject] = f"{control.path} {number}"
        stated: list[tuple[str, Sequence[Object]]] = [(TYPE, [NamedNode(control.part_class)])]
        for inner in control.parts:
            key = f"{control.path} {number} {inner.path}"
            entries = values.get(inner.path, ())
            terms = [self._filling.term(inner, entry, key, place) for place, entry in enumerate(entries)]
            if found := list(dict.fromkeys(term for term in terms if term is not None)):
                stated.append((inner.path, found))
        self._editor.insert_after(self._stated.thing, self._writer.block(Block(subject, stated)))
        row = SupportedValue(None, 0, NamedNode(subject), _other_than(0, values))
        if not row.now:
            first = next(inner.path for inner in control.parts if values.get(inner.path))
            self._require_passage(control.path, f"{control.path} {number} {first}", 0)
        self._write(self._stated.thing, control.path, row)
        return row

    def _require_facts(self) -> None:
        """A passage that was added needs a fact that it states."""
        used = {row.now for rows in self._rows.values() for row in rows if row.value is not None}
        used |= {entry.evidence for values in self._answers.values.values() for entry in values}
        for number in range(len(self._stated.passages) + 1, len(self._answers.evidence) + 1):
            if any(self._answers.evidence[number - 1].values()) and number not in used:
                message = f"No fact refers to passage {number}. Choose its number beside a fact, or leave it empty."
                self._filling.problems.append(FieldProblem("evidence", number - 1, message))

    def _change_passages(self) -> None:
        """Change what is said of each passage, in all the evidence that is found there."""
        for number, passage in enumerate(self._stated.passages):
            given = self._answers.evidence[number] if number < len(self._answers.evidence) else {}
            for node in passage.nodes:
                self._filling.places[node.subject] = f"evidence {number}"
                for control in self._stated.form.evidence:
                    key = f"evidence {number} {control.path}"
                    self._change(node.subject, control, _shown(node, control), given.get(control.path, ()), key)

    def _new_things(self) -> Iterator[Block]:
        """Things that are new too, with their evidence."""
        yield from self._filling.new_things()
        yield from self._filling.evidence()


def _shown(node: StatedEvidence, control: Control) -> Sequence[ShownFact]:
    return node.shown.get(control.path, ())


def _other_than(number: int, values: Values) -> int:
    """The first number of a passage among entries that is another one than this; else this."""
    given = (entry.evidence for entries in values.values() for entry in entries)
    return next((one for one in given if one != number), number)
