"""TriG 1.1: Turtle with graphs in braces (W3C Recommendation of 25 February 2014)."""

from __future__ import annotations

from accord.turtle import dataset_faults, faults
from accord.turtle.document import Block, Fault
from accord.turtle.grammar import State
from accord.turtle.lookahead import following
from accord.turtle.recovery import Reader
from accord.turtle.tokens import RESOURCES


class TrigReader(Reader):
    """One reading of one text: Turtle's own, and what braces do to it."""

    _opened: int | None = None
    """Where the graph that is open begins; None between graphs."""
    _nested = 0
    """How many graphs are open, wrongly, in the one that is."""
    _nameless = False
    """Whether the name of the open graph had a fault, so that nobody knows where its statements belong."""
    _begun = 0
    """How many triples there were when the statement began."""
    _keyword = False
    """Whether the word GRAPH came before the name that is being read."""

    def statement(self, kind: str, start: int, end: int) -> State | None:
        self._begun = len(self.triples)
        if kind == "{":
            return self._open_graph(start, Block(None, None, len(self.triples)))
        if kind == "}" and self._opened is not None:
            return self._close_graph()
        if kind == "end" and self._opened is not None:
            self.faults.append(faults.open_bracket("{", self._opened))
            self._close_graph()
        elif kind == "}":
            self.faults.append(faults.stray_bracket(kind, (start, end)))
            return self.statement
        elif kind == "word" and self.text[start:end].lower() == "graph" and self._opened is None:
            return self.graph_name
        elif kind == "directive" and self._opened is not None:
            self.faults.append(dataset_faults.declaration_inside(self.text[start:end], (start, end)))
        return super().statement(kind, start, end)

    def graph_name(self, kind: str, start: int, end: int) -> State | None:
        """After the word GRAPH."""
        if kind in RESOURCES or kind == "[":
            self._keyword = True
            return super().statement(kind, start, end)
        self.faults.append(dataset_faults.missing_graph_name((self.start, self.end)))
        return self.statement(kind, start, end)

    def verb(self, kind: str, start: int, end: int) -> State | None:
        top = self.top
        if kind == "{" and not top.mark and top.predicate_span is None:
            self._keyword = False
            listed = self.text[top.span[0]] == "("
            if listed:
                self.faults.append(dataset_faults.graph_name(top.span))
            name = None if listed else top.node
            return self._open_graph(start, Block(name, top.span, self._begun))
        if self._keyword and not top.mark:
            self._keyword = False
            self.faults.append(dataset_faults.missing_brace(self.end))
        return super().verb(kind, start, end)

    def alone(self, kind: str, start: int, end: int) -> State | None:
        if kind == "{":
            self.faults.append(dataset_faults.graph_name(self.top.span))
            return self._open_graph(start, Block(None, self.top.span, self._begun))
        return self.after(kind, start, end) if kind == "}" else super().alone(kind, start, end)

    def after(self, kind: str, start: int, end: int) -> State | None:
        if kind == "}" and not self.top.mark and self._opened is not None:
            state = self.finish()
            return state and self.statement(kind, start, end)
        return super().after(kind, start, end)

    def more(self, kind: str, start: int, end: int) -> State | None:
        return self.after(kind, start, end) if kind == "}" and not self.top.mark else super().more(kind, start, end)

    # Graphs.

    def _open_graph(self, start: int, block: Block) -> State:
        if self._opened is not None:
            self._nested += 1
            self.faults.append(dataset_faults.nested_graph(start))
        else:
            self._opened = start
            self._nameless = block.span is not None and block.name is None
            self.blocks.append(block)
        return self.statement

    def _close_graph(self) -> State:
        if self._nested:
            self._nested -= 1
            return self.statement
        if self._nameless:
            del self.triples[self.blocks[-1].first :]
        self._opened, self._nameless = None, False
        self.blocks.append(Block(None, None, len(self.triples)))
        return self.statement

    # What does not fit: a brace ends the statement before it.

    def interrupts(self, kind: str, start: int, end: int) -> bool:
        return super().interrupts(kind, start, end) or self._names_graph(kind, start, end)

    def skip(self, kind: str, start: int, end: int) -> State | None:
        return self._restart(kind, start, end) if self._closes(kind) else super().skip(kind, start, end)

    def no_verb(self, kind: str, start: int, end: int) -> State | None:
        if self._closes(kind):
            return self._break_off(kind, start, end, faults.missing_predicate(self.end))
        return super().no_verb(kind, start, end)

    def no_object(self, kind: str, start: int, end: int) -> State | None:
        if self._closes(kind):
            return self._break_off(kind, start, end, faults.missing_object(self.end))
        return super().no_object(kind, start, end)

    def no_separator(self, kind: str, start: int, end: int) -> State | None:
        if self._closes(kind) or (kind == "{" and self._opened is None):
            return self._break_off(kind, start, end, faults.missing_dot(self.end))
        return super().no_separator(kind, start, end)

    def no_item(self, kind: str, start: int, end: int) -> State | None:
        if self._closes(kind):
            return self._break_off(kind, start, end, faults.missing_dot(self.end))
        return super().no_item(kind, start, end)

    def _closes(self, kind: str) -> bool:
        return kind == "}" and self._opened is not None

    def _names_graph(self, kind: str, start: int, end: int) -> bool:
        """Whether the name of a graph is here, on a line of its own, although the statement before is not complete."""
        return (
            kind in RESOURCES
            and self._opened is None
            and "\n" in self.text[self.end : start]
            and (following(self.text, end) == "{")
        )

    def _begins_next(self, kind: str, start: int, end: int) -> bool:
        return super()._begins_next(kind, start, end) or self._names_graph(kind, start, end)

    def _unexpected(self, expected: str, start: int, end: int) -> Fault:
        mark = self.text[start:end]
        return (
            dataset_faults.brace(mark, expected, (start, end))
            if mark in "{}"
            else super()._unexpected(expected, start, end)
        )
