"""N-Triples and N-Quads 1.1: one statement a line (W3C Recommendations of 25 February 2014).

A line that is in order is taken by one regular expression. Any other is cut into Turtle's tokens, so that its mistake
is reported in the same words; a mistake costs its own line at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib.term import Node

from accord.turtle import dataset_faults, faults, foreign
from accord.turtle.document import Block, Fault, Limits, Span, Triple
from accord.turtle.terms import TermReader
from accord.turtle.tokens import KINDS, LITERALS, OPEN_LITERALS, Token, scan

_IRI = r'<[^<>\s"]*>'
_LABEL = KINDS["label"]
_STRING = r'"[^"\\\n\r]*(?:\\[^\n\r][^"\\\n\r]*)*"'
_LITERAL = f"{_STRING}(?:@[A-Za-z0-9-]+|\\^\\^{_IRI})?"
_PLAIN_STRING, _PLAIN_LITERAL = re.compile(_STRING), re.compile(_LITERAL)
_STATEMENT = re.compile(
    f"[ \\t]*(?:({_IRI})|({_LABEL}))[ \\t]*({_IRI})[ \\t]*(?:({_IRI})|({_LABEL})|({_LITERAL}))[ \\t]*"
    f"(?:(?:({_IRI})|({_LABEL}))[ \\t]*)?\\.[ \\t]*(?:#[^\\n\\r]*)?"
)
_KINDS = ("", "iri", "label", "iri", "iri", "label", "literal", "iri", "label")
"""The kind of token of each group of the pattern above."""
_GRAPHS = frozenset({7, 8})
_BLANK = re.compile(r"[ \t]*(?:#[^\n\r]*)?")
_LINE = re.compile(r"[^\n\r]+")
_STEPS = ("a subject", "a predicate", "an object", "the name of a graph or '.'", "'.'")
_ABBREVIATIONS = frozenset(";,[]()")


class LineReader:
    """One reading of one text. ``graphs`` is whether a statement may name its graph, as in N-Quads."""

    def __init__(self, text: str, limits: Limits, graphs: bool) -> None:
        self.text = text
        self.limits = limits
        self.graphs = graphs
        self.language = "N-Quads" if graphs else "N-Triples"
        self.triples: list[Triple] = []
        self.blocks: list[Block] = []
        self.faults: list[Fault] = []
        self.terms = TermReader(text, None, limits.literal, self._report)

    def run(self) -> None:
        """Read the whole text into ``triples``, ``blocks`` and ``faults``."""
        for line in _LINE.finditer(self.text, int(self.text.startswith("\ufeff"))):
            start, end = line.span()
            match = _STATEMENT.fullmatch(self.text, start, end)
            if match is not None and (self.graphs or match.lastindex not in _GRAPHS):
                self._keep([self._term(match, group) for group in range(1, len(_KINDS)) if match[group] is not None])
            elif _BLANK.fullmatch(self.text, start, end) is None:
                self._diagnose(start, end)
            if len(self.triples) > self.limits.triples:
                self._stop()
                return

    def _term(self, match: re.Match[str], group: int) -> tuple[Node | None, Span]:
        span = match.span(group)
        return self.terms.term(_KINDS[group], *span), span

    def _keep(self, found: list[tuple[Node | None, Span]]) -> None:
        """Add the statement of these terms, unless one of them had a fault."""
        (s, s_span), (p, p_span), (o, o_span), *graph = found
        name, span = graph[0] if graph else (None, None)
        if s is None or p is None or o is None or (span is not None and name is None):
            return
        if (self.blocks[-1].name if self.blocks else None) != name:
            self.blocks.append(Block(name, span, len(self.triples)))
        self.triples.append(Triple.at((s, p, o), s_span, p_span, o_span))

    def _stop(self) -> None:
        limit = self.limits.triples
        self.faults.append(faults.too_many(limit, self.triples[limit].subject_span))
        del self.triples[limit:]

    # A line that is not in order.

    def _diagnose(self, start: int, stop: int) -> None:
        """Tell what is wrong with a line, and keep its statement if that is clear."""
        found: list[tuple[Node | None, Span]] = []
        last = start
        for kind, begin, end in self._tokens(start, stop):
            if kind == "wrong_space":
                self.faults.append(faults.wrong_space(self.text[begin], (begin, end)))
                continue
            if kind in (".", "end") and len(found) >= 3:
                self._end(kind, found, last, end, stop)
                return
            fault = self._unfit(kind, len(found), last, (begin, end))
            if fault is not None:
                self.faults.append(fault)
                return
            found.append((self.terms.term(kind, begin, end), (begin, end)))
            last = end
            if kind in OPEN_LITERALS or end > stop:
                return

    def _tokens(self, start: int, stop: int) -> Iterator[Token]:
        """The tokens of a line, up to its end."""
        for kind, begin, end in scan(self.text, start):
            if begin >= stop:
                break
            yield kind, begin, end
        yield "end", stop, stop

    def _end(self, kind: str, found: list[tuple[Node | None, Span]], last: int, end: int, stop: int) -> None:
        if kind == "end":
            self.faults.append(faults.missing_dot(last))
        elif _BLANK.fullmatch(self.text, end, stop) is None:
            after = next(self._tokens(end, stop))
            self.faults.append(dataset_faults.one_a_line(self.language, (after[1], stop)))
        self._keep(found)

    def _unfit(self, kind: str, step: int, last: int, span: Span) -> Fault | None:
        """What is wrong with a token at this step of a statement; None if it is a term, be it a faulty one."""
        spelling = self.text[slice(*span)]
        if kind in (".", "end"):
            return self._missing(step, last, span)
        if kind in foreign.FOREIGN:
            return foreign.FOREIGN[kind](span)
        if kind in ("name", "a"):
            return dataset_faults.no_prefixes(self.language, spelling, span)
        if kind in ("number", "boolean") and step:
            return dataset_faults.bare_literal(self.language, kind, spelling, span)
        if kind == "directive":
            return dataset_faults.no_declarations(self.language, span)
        if kind in _ABBREVIATIONS:
            return dataset_faults.no_abbreviation(self.language, kind, span)
        if kind in ("word", "else", "{", "}"):
            return faults.unexpected(spelling, _STEPS[step], span)
        return self._misplaced(kind, step, last, span)

    def _missing(self, step: int, last: int, span: Span) -> Fault:
        if step == 0:
            return dataset_faults.missing_subject(span)
        return faults.missing_predicate(last) if step == 1 else faults.missing_object(last)

    def _misplaced(self, kind: str, step: int, last: int, span: Span) -> Fault | None:
        """A term where a term of its kind cannot be."""
        if step == 4:
            return faults.missing_dot(last)
        if step == 3 and not self.graphs:
            return dataset_faults.no_graphs(span)
        if kind in LITERALS and step == 0:
            return faults.literal_subject(span)
        if kind in LITERALS and step == 1 or kind == "label" and step == 1:
            return faults.wrong_predicate("blank node" if kind == "label" else "literal", span)
        if kind in LITERALS and step == 3:
            return dataset_faults.graph_name(span)
        if kind == "literal" and _PLAIN_LITERAL.fullmatch(self.text, *span) is None:
            return self._wrong_literal(span)
        return None

    def _wrong_literal(self, span: Span) -> Fault | None:
        """A string as only Turtle writes it; None where the fault is in its language tag or in its datatype's IRI."""
        start, end = span
        string = _PLAIN_STRING.match(self.text, start, end)
        if string is None or self.text.startswith('"""', start):
            return dataset_faults.wrong_quotes(self.language, span)
        rest = self.text[string.end() : end].lstrip(" \t")
        name = rest.removeprefix("^^").lstrip(" \t")
        if rest.startswith("^^") and not name.startswith("<"):
            return dataset_faults.no_prefixes(self.language, name, (end - len(name), end))
        return None

    def _report(self, fault: Fault) -> None:
        relative = fault.code == "TTL-RELATIVE"
        self.faults.append(dataset_faults.whole_iri(self.language, fault.span) if relative else fault)
