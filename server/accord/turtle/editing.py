"""Changing some statements of a Turtle file, while every other byte of it stays.

The file is cut into its statements: a subject, then predicates, each with its objects. A value is replaced, removed or
added in its place; comments, order and layout of the rest are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from rdflib.term import URIRef

from accord.turtle.document import Span, Triple
from accord.turtle.reader import read
from accord.turtle.tokens import CLOSING, OPENING, Token, scan

_WIDEST = 118
"""Columns up to which a further value goes on the line of the one before; with " ;" the line has the usual 120."""


@dataclass(slots=True)
class Objects:
    """A predicate with its objects, by their places."""

    verb: Span
    objects: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class WrittenStatement:
    """A subject with its predicates, or the declaration of a ``prefix`` (without colon; empty for the base).

    ``span`` begins with the comments and empty lines before it, and ends with its line and a comment in it.
    """

    span: Span
    subject: Span
    lists: list[Objects] = field(default_factory=list)
    prefix: str | None = None
    iri: Span = (0, 0)


def statements(text: str) -> Iterator[WrittenStatement]:
    """The statements and declarations of a file without mistakes, in their order."""
    one: WrittenStatement | None = None
    begin, expected = _begin(text), ""
    for kind, start, end in _terms(scan(text, begin)):
        if kind == "end":
            return
        if one is None:
            one = WrittenStatement((begin, end), (start, end), prefix="" if kind == "directive" else None)
            expected = "verb"
            continue
        if one.prefix is not None:
            is_last = _declare(text, one, kind, (start, end))
        else:
            is_last = kind == "."
            expected = _state(one, kind, (start, end), expected)
        if is_last:
            stop = _line_end(text, end)
            one.span, begin = (begin, stop), stop
            yield one
            one = None


def _begin(text: str) -> int:
    """The first character after the mark that says how bytes are ordered, which some editors write."""
    return int(text.startswith("\ufeff"))


def _line_end(text: str, end: int) -> int:
    """The end of the line of a last dot, if no more than a comment follows in it; else the place after the dot."""
    line = text.find("\n", end) + 1 or len(text)
    rest = text[end:line].strip()
    return line if not rest or rest[0] == "#" else end


def _terms(tokens: Iterator[Token]) -> Iterator[Token]:
    """Tokens, with each pair of brackets and what is between them as one."""
    depth = first = 0
    for kind, start, end in tokens:
        if not depth:
            first = start
        depth += (kind in OPENING) - (kind in CLOSING)
        if not depth:
            yield "brackets" if kind in CLOSING else kind, first, end


def _declare(text: str, one: WrittenStatement, kind: str, span: Span) -> bool:
    """Read on in a declaration; whether it ends here: with ``@`` after a dot, without it after the IRI."""
    if kind == "name":
        one.prefix = text[slice(*span)].removesuffix(":")
    elif kind == "iri":
        one.iri = span
    return kind == "." if text[one.subject[0]] == "@" else kind == "iri"


def _state(one: WrittenStatement, kind: str, span: Span, expected: str) -> str:
    """Read on in a statement; what is expected next."""
    if kind in (";", ",", "."):
        return "verb" if kind == ";" else "object"
    if expected == "verb":
        one.lists.append(Objects(span))
    else:
        one.lists[-1].objects.append(span)
    return "object"


@dataclass(slots=True)
class _Changed:
    """What becomes of a statement: objects by their first character (``None``: removed), and what is added."""

    objects: dict[int, str | None] = field(default_factory=dict)
    added: dict[int, list[str]] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)


class Editor:
    """Collects changes of a file without mistakes; :meth:`text` makes them. Terms are given as the file writes them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.document = read(text)
        self.statements = list(statements(text))
        self._by_subject: dict[int, WrittenStatement] = {one.subject[0]: one for one in self.statements}
        self._changed: dict[int, _Changed] = {}
        self._inserted: list[tuple[int, int, str]] = []
        self._newline = "\r\n" if "\r\n" in text else "\n"

    @property
    def base(self) -> str:
        """The base that the file declares; empty for none."""
        spans = [one.iri for one in self.statements if one.prefix == ""]
        return self._text[slice(*spans[0])][1:-1] if len(spans) == 1 else ""

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that mean the same in the whole file: those that are declared once, before all statements."""
        names = [one.prefix for one in self.statements]
        first = list(takewhile(lambda one: one.prefix is not None, self.statements))
        early = {one.prefix for one in first if names.count(one.prefix) == 1}
        return {name: iri for name, iri in self.document.prefixes.items() if name in early}

    def usable(self, prefixes: Mapping[str, str]) -> dict[str, str]:
        """The prefixes to write new terms with: those of the file, and others whose names it does not use."""
        declared = self.document.prefixes
        others = {name: iri for name, iri in prefixes.items() if name not in declared} if declared else {}
        return {**others, **self.prefixes}

    def can_edit(self, one: Triple) -> bool:
        """Whether a statement is on its own: not inside brackets, and its value is not in brackets."""
        statement = self._by_subject.get(one.subject_span[0])
        if statement is None or not isinstance(one.subject, URIRef) or statement.prefix is not None:
            return False
        return any(one.object_span == span for several in statement.lists for span in several.objects)

    def replace(self, one: Triple, written: str) -> None:
        """Write another value in the place of that of a statement."""
        self._of(one.subject_span[0]).objects[one.object_span[0]] = written

    def remove(self, one: Triple) -> None:
        """Remove a statement."""
        self._of(one.subject_span[0]).objects[one.object_span[0]] = None

    def add(self, subject: str, path: str, written_path: str, written: str) -> None:
        """Add a value of a property to a subject that the file describes. Raises KeyError for another subject."""
        about = [one for one in self.document.triples if str(one.subject) == subject and self._is_top(one)]
        if not about:
            raise KeyError(subject)
        for one in about:
            if str(one.predicate) == path:
                place = next(
                    several.verb[0]
                    for several in self._by_subject[one.subject_span[0]].lists
                    if several.verb == one.predicate_span
                )
                self._of(one.subject_span[0]).added.setdefault(place, []).append(written)
                return
        self._of(about[0].subject_span[0]).lists.setdefault(written_path, []).append(written)

    def insert_after(self, subject: str, block: str) -> None:
        """Write a block with a subject of its own after the last statement about a subject or its parts."""
        spans = {
            one.subject_span[0] for one in self.document.triples if str(one.subject).partition("#")[0] == subject
        } | {one.subject_span[0] for one in self.document.triples if str(one.subject) == subject}
        ends = [self._by_subject[start].span[1] for start in spans if start in self._by_subject]
        self.insert(max(ends, default=len(self._text)), block)

    def insert(self, place: int, block: str) -> None:
        """Write a block at a place between two statements, after an empty line."""
        line = "" if self._text[:place].endswith("\n") or place == _begin(self._text) else "\n"
        self._inserted.append((place, place, f"{line}\n{block}\n".replace("\n", self._newline)))

    def declare(self, prefixes: Mapping[str, str], order: Sequence[str]) -> None:
        """Declare prefixes in their order among those that the file declares."""
        places = {name: place for place, name in enumerate(order)}
        declared = [one for one in self.statements if one.prefix]
        for name in sorted(prefixes, key=lambda name: (places.get(name, len(places)), name)):
            later = (
                one for one in declared if places.get(one.prefix or "", len(places)) > places.get(name, len(places))
            )
            before = next(later, None)
            place = before.subject[0] if before else declared[-1].span[1] if declared else _begin(self._text)
            self._inserted.append((place, place, f"@prefix {name}: <{prefixes[name]}> .{self._newline}"))

    def text(self) -> str:
        """The file with the changes."""
        edits = [edit for start, one in self._changed.items() for edit in self._edits(self._by_subject[start], one)]
        parts, at = [], 0
        for start, end, new in sorted([*edits, *self._inserted], key=lambda edit: edit[0]):
            parts += [self._text[at:start], new]
            at = max(at, end)
        return "".join(_kept_apart([*parts, self._text[at:]]))

    def _of(self, subject: int) -> _Changed:
        return self._changed.setdefault(subject, _Changed())

    def _is_top(self, one: Triple) -> bool:
        statement = self._by_subject.get(one.subject_span[0])
        return statement is not None and any(several.verb == one.predicate_span for several in statement.lists)

    def _edits(self, statement: WrittenStatement, changed: _Changed) -> Iterator[tuple[int, int, str]]:
        """The edits of one statement, none of which overlap."""
        alive = [self._written(several, changed) for several in statement.lists]
        if not any(alive):
            if changed.lists:
                first, last = statement.lists[0], statement.lists[-1]
                yield (
                    first.verb[0],
                    last.objects[-1][1],
                    self._joined(changed.lists).removeprefix(f" ;{self._newline}    "),
                )
            else:
                yield *statement.span, ""
            return
        for place, several in enumerate(statement.lists):
            if alive[place]:
                yield from self._of_list(several, alive[place])
            elif any(alive[:place]):
                before = statement.lists[place - 1].objects[-1][1]
                yield before, several.objects[-1][1], self._own_comment(before, several.verb[0])
            else:
                after = statement.lists[place + 1].verb[0]
                yield several.verb[0], after, self._comments(several.objects[-1][1], after)
        end = max(several.objects[-1][1] for several, one in zip(statement.lists, alive, strict=True) if one)
        yield end, end, self._joined(changed.lists)

    def _written(self, several: Objects, changed: _Changed) -> list[str | None]:
        """The new version of each object, ``None`` if it is removed, then the added ones; empty if nothing changes."""
        kept = [changed.objects.get(span[0], self._text[slice(*span)]) for span in several.objects]
        added = list(changed.added.get(several.verb[0], ()))
        found: list[str | None] = [one if one is not None or not added else added.pop(0) for one in kept]
        return [*found, *added] if any(one is not None for one in (*found, *added)) else []

    def _of_list(self, several: Objects, written: list[str | None]) -> Iterator[tuple[int, int, str]]:
        """The edits of the objects of one predicate, of which some stay."""
        spans = several.objects
        for place, (start, end) in enumerate(spans):
            one = written[place]
            if one is None and any(before is not None for before in written[:place]):
                yield spans[place - 1][1], end, self._own_comment(spans[place - 1][1], start)
            elif one is None and place + 1 < len(spans):
                yield start, spans[place + 1][0], self._comments(end, spans[place + 1][0])
            elif one is not None and one != self._text[start:end]:
                yield start, end, one
        at = spans[-1][1]
        column = at - self._text.rfind("\n", 0, at)
        for one in written[len(spans) :]:
            column += len(one or "") + 3
            line = column > _WIDEST
            column = 8 + len(one or "") if line else column
            yield at, at, f" ,{self._newline}        {one}" if line else f" , {one}"

    def _own_comment(self, start: int, end: int) -> str:
        """The comment of the term that ends at ``start``, in its line, where the next term is removed."""
        line, _, rest = self._text[start:end].partition("\n")
        _, mark, comment = line.partition("#")
        return f"  #{comment.rstrip()}{self._newline}    " if mark and (rest or end > start) else ""

    def _comments(self, start: int, end: int) -> str:
        """The comments in lines of their own before the term that begins at ``end``; the one before is removed."""
        _, _, rest = self._text[start:end].partition("\n")
        lines = [line.strip() for line in rest.split("\n")[:-1] if "#" in line]
        return "".join(f"{line[line.index('#') :]}{self._newline}    " for line in lines)

    def _joined(self, lists: Mapping[str, Sequence[str]]) -> str:
        """Predicates with their objects, to follow others."""
        return "".join(f" ;{self._newline}    {path} {' , '.join(written)}" for path, written in lists.items())


def _kept_apart(parts: Iterable[str]) -> Iterator[str]:
    """Pieces of a file, with a space between two terms that touch: ``x:a`` and ``.x:b`` would be one name."""
    last = " "
    for part in filter(None, parts):
        if not (last.isspace() or last == "\ufeff" or part[0].isspace() or part[0] in ";,"):
            yield " "
        yield part
        last = part[-1]
