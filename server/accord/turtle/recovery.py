"""Error recovery: each mistake is reported once, and the good statements are kept.

A mistake inside a term (a wrong escape, an unknown prefix) leaves its role clear: the reading goes on. Where the order
of terms is broken, the likely repair is made (a missing dot), else the rest is skipped up to the next sensible mark.
"""

from __future__ import annotations

from accord.turtle import faults, foreign, lookahead, number_faults
from accord.turtle.declarations import Declarations
from accord.turtle.document import Fault
from accord.turtle.grammar import State
from accord.turtle.lookahead import BREAKS, STARTS, begins_statement, closings, following, indentation
from accord.turtle.tokens import CLOSING, LITERALS, OPEN_LITERALS, OPENING, RESOURCES, VERBS, WRONG_LITERALS, scan

_AFTER_DOT = RESOURCES | OPENING | BREAKS
_AFTER_SEMICOLON = VERBS | {";", ".", "]"}


class Reader(Declarations):
    """One reading of one text."""

    _indent = 0
    """How far the statement that is being read is indented, in code points."""
    _garbled = False
    """Whether a part of this statement was skipped, so that its brackets are not to be trusted."""
    _skipped = 0
    """How many of the brackets that were skipped are open."""
    _unopened: tuple[int, int] | None = None
    """The first missing separator of this statement, and where a bracket was before it if that is what is missing."""

    def run(self) -> None:
        """Read the whole text into ``triples`` and ``faults``, up to the first fault over the limit."""
        state: State | None = self.statement
        for kind, start, end in scan(self.text, int(self.text.startswith("\ufeff"))):
            if kind == "wrong_space":
                self.faults.append(faults.wrong_space(self.text[start], (start, end)))
            elif kind in foreign.FOREIGN:
                self.faults.append(foreign.FOREIGN[kind]((start, end)))
            elif state is None or len(self.faults) > self.limits.faults:
                return
            else:
                state = state(kind, start, end)
            self.before, self.start, self.end = kind, start, end

    def statement(self, kind: str, start: int, end: int) -> State | None:
        """Between two statements."""
        self._indent = indentation(self.text, self.end, start) or 0
        self._garbled, self._unopened = False, None
        return self.bare(start, end) if self.is_bare(kind, start, end) else super().statement(kind, start, end)

    def interrupts(self, kind: str, start: int, end: int) -> bool:
        """Whether a new statement begins on this line although the one before is not complete."""
        if kind not in RESOURCES or self.text[self.end : start] in ("", " "):
            return False
        indent = indentation(self.text, self.end, start)
        return indent is not None and indent <= self._indent and begins_statement(self.text, kind, end)

    def _begins_next(self, kind: str, start: int, end: int) -> bool:
        """Whether a new statement begins here, where the one before may be complete."""
        indent = indentation(self.text, self.end, start)
        if indent is not None and indent > self._indent:
            return False
        return begins_statement(self.text, kind, end) or (indent is not None and kind in OPENING)

    # Going on.

    def _abandon(self) -> State | None:
        """End the statement here, and keep what was read of it."""
        while self.top.mark:
            self.close(self.end)
        return self.finish()

    def _restart(self, kind: str, start: int, end: int) -> State | None:
        """End the statement before this token, and begin again with it."""
        state = self._abandon()
        return state and self.statement(kind, start, end)

    def _report_open(self) -> bool:
        """Report the brackets that are open where the statement ends; whether there are any."""
        if not self._garbled:
            self.faults += [faults.open_bracket(frame.mark, frame.start) for frame in self.frames[1:]]
        return self._garbled or len(self.frames) > 1

    def _break_off(self, kind: str, start: int, end: int, fault: Fault) -> State | None:
        """The statement ends before this token: the cause is its open brackets if there are any, else ``fault``."""
        if not self._report_open():
            self.faults.append(fault)
        return self._restart(kind, start, end)

    def _skip_from(self, kind: str, start: int, end: int, fault: Fault) -> State | None:
        """Report what makes no sense and skip it."""
        self.faults.append(fault)
        self._garbled = True
        self._skipped = 0
        return self.skip(kind, start, end)

    def skip(self, kind: str, start: int, end: int) -> State | None:
        """After something that makes no sense, up to a mark after which the text makes sense again."""
        if kind in OPENING:
            self._skipped += 1
        elif kind in CLOSING and self._skipped:
            self._skipped -= 1
        elif kind in CLOSING and self.top.mark == CLOSING[kind]:
            return self.close(end)
        elif kind == ";" and not self._skipped and following(self.text, end) in _AFTER_SEMICOLON:
            while self.top.mark == "(":
                self.close(self.end)
            return self.more
        elif kind == "." and following(self.text, end) in _AFTER_DOT:
            return self._abandon()
        elif kind == "end" or self._resumes(kind, start, end):
            return self._restart(kind, start, end)
        return self.skip

    def _resumes(self, kind: str, start: int, end: int) -> bool:
        indent = indentation(self.text, self.end, start)
        if indent is None or indent > self._indent:
            return False
        return kind == "directive" or begins_statement(self.text, kind, end)

    # What does not fit.

    def no_subject(self, kind: str, start: int, end: int) -> State | None:
        span = (start, end)
        if kind == ".":
            self.faults.append(faults.stray_dot(span, "without a statement before it"))
            return self.statement
        if kind in CLOSING:
            self.faults.append(faults.stray_bracket(kind, span))
            return self.statement
        self.begin(None, start, end)
        if kind in LITERALS:
            self.faults.append(faults.literal_subject(span))
            return self.verb
        return self._skip_from(kind, start, end, self._unexpected("a statement", start, end))

    def no_verb(self, kind: str, start: int, end: int) -> State | None:
        """Go on after what cannot be a predicate: report it once, and say which state reads the next token."""
        if kind in BREAKS or self.interrupts(kind, start, end):
            missing = faults.semicolon_for_dot if self.before == ";" else faults.missing_predicate
            return self._break_off(kind, start, end, missing(self.end))
        if kind in CLOSING and self._closes_nothing(kind):
            self._report_unopened(kind, start, end)
            return self.verb
        if kind in (".", ";") or kind in CLOSING:
            self.faults.append(faults.missing_predicate(self.end))
            return self.after(kind, start, end)
        if self.text[start:end] == "A" and following(self.text, end) in STARTS:
            self.faults.append(self._unexpected("a predicate", start, end))
            return self.verb("a", start, end)
        if kind not in STARTS:
            return self._skip_from(kind, start, end, self._unexpected("a predicate", start, end))
        self._report_wrong_verb(kind, start, end)
        self.top.predicate = None
        return self.open(kind, start, "predicate") if kind in OPENING else self.after_wrong_verb

    def no_object(self, kind: str, start: int, end: int) -> State | None:
        if kind in BREAKS or kind in RESOURCES:
            return self._break_off(kind, start, end, faults.missing_object(self.end))
        if kind in CLOSING and self._closes_nothing(kind):
            self._report_unopened(kind, start, end)
            return self.object
        if kind in (".", ";", ",") or kind in CLOSING:
            if self.before == "," or not self._goes_on_from_before(kind, self.end):
                at = lookahead.semicolon_before(self.text, self.top.predicate_span)
                self.faults.append(faults.wrong_separator(",", at) if at else faults.missing_object(self.end))
            self.top.predicate = None
            return self.after(kind, start, end)
        return self._skip_from(kind, start, end, self._unexpected("an object", start, end))

    def no_separator(self, kind: str, start: int, end: int) -> State | None:
        if kind in BREAKS:
            self._garbled |= self.before == "open_long_literal"
            return self._break_off(kind, start, end, faults.missing_dot(self.end))
        if kind == ".":
            return self._dot_inside(start, end)
        if kind in CLOSING:
            return self._mismatch(kind, start, end)
        if kind in STARTS or kind == "a":
            return self._run_together(kind, start, end)
        return self._doubtful(kind, start, end)

    def no_item(self, kind: str, start: int, end: int) -> State | None:
        if kind in BREAKS:
            return self._break_off(kind, start, end, faults.missing_dot(self.end))
        if kind == ",":
            self.faults.append(faults.separator_in_collection(kind, (start, end)))
            return self.item
        if kind == ".":
            return self._dot_inside(start, end)
        if kind in CLOSING or kind == ";":
            return self._mismatch(kind, start, end)
        return self._skip_from(kind, start, end, self._unexpected("an item or ')'", start, end))

    def too_deep(self, mark: str, start: int) -> State | None:
        return self._skip_from(mark, start, start + 1, faults.too_deep(self.limits.depth, start))

    def too_many(self) -> State | None:
        limit = self.limits.triples
        self.faults.append(faults.too_many(limit, self.triples[limit].subject_span))
        del self.triples[limit:]
        return None

    # The single cases.

    def _goes_on_from_before(self, kind: str, end: int) -> bool:
        """Report a statement of two terms, if it seems to be the rest of the one before, which ended too early."""
        if self.top.facts or self.top.mark or (kind != "." and self._indent == 0):
            return False
        self.faults.append(faults.two_terms(end))
        self.top.node = None
        return True

    def _report_wrong_verb(self, kind: str, start: int, end: int) -> None:
        literal = kind in LITERALS or kind in WRONG_LITERALS
        behind = following(self.text, end)
        if kind in OPEN_LITERALS:
            self.terms.term(kind, start, end)
        elif not literal or behind in STARTS:
            self.faults.append(faults.wrong_predicate("literal" if literal else "blank node", (start, end)))
        elif self.top.predicate_span is not None or not self._goes_on_from_before(behind, end):
            self.faults.append(faults.missing_property(start))

    def _unexpected(self, expected: str, start: int, end: int) -> Fault:
        return faults.unexpected(self.text[start:end], expected, (start, end))

    def _dot_inside(self, start: int, end: int) -> State | None:
        """A dot in a bracket: a slip when the bracket is closed after it, else the bracket was never closed."""
        if closings(self.text, end):
            self.faults.append(faults.stray_dot((start, end), f"inside of '{self.top.mark}'"))
            return self.more if self.top.mark == "[" else self.item
        self._report_open()
        return self._abandon()

    def _mismatch(self, kind: str, start: int, end: int) -> State | None:
        """A closing bracket, or in a collection a semicolon, that belongs to a frame further out, or to none."""
        stays = self.item if self.top.mark == "(" else self.after
        if kind in CLOSING and self._closes_nothing(kind):
            self._report_unopened(kind, start, end)
            return stays
        stray = faults.separator_in_collection if kind == ";" else faults.stray_bracket
        if closings(self.text, end) >= len(self.frames) - 1:
            self.faults.append(stray(kind, (start, end)))
            return stays
        state: State = self.after
        while self.top.mark == "(" if kind == ";" else self.top.mark != CLOSING[kind]:
            self.faults.append(faults.open_bracket(self.top.mark, self.top.start))
            state = self.close(self.end)
        return state(kind, start, end) if kind == ";" else self.close(end)

    def _closes_nothing(self, kind: str) -> bool:
        return all(frame.mark != CLOSING[kind] for frame in self.frames)

    def _report_unopened(self, kind: str, start: int, end: int) -> None:
        if self._unopened is None:
            self.faults.append(faults.stray_bracket(kind, (start, end)))
        else:
            index, place = self._unopened
            others = [fault for fault in self.faults[index:] if fault.code != "TTL-SEMICOLON"]
            self.faults[index:] = [faults.missing_bracket(kind, place), *others]
            self._unopened = None

    def _run_together(self, kind: str, start: int, end: int) -> State | None:
        """A term right behind an object: a missing dot, semicolon or comma."""
        if start == self.end and (kind == "number" or self.before == "literal"):
            return self._doubtful(kind, start, end)
        if kind == self.before == "number" and (spaced := lookahead.spaced_number(self.text, self.start)):
            self._forget_last()
            return self._skip_from(kind, start, end, number_faults.spaced_number(self.text, spaced))
        if self._begins_next(kind, start, end):
            return self._break_off(kind, start, end, faults.missing_dot(self.end))
        if kind in OPEN_LITERALS:
            return self.object(kind, start, end)
        last = self.start, self.end
        comma = lookahead.comma_before_property(self.text, self.before, last, self.top.predicate_span, kind)
        if comma and kind in STARTS:
            self.faults.append(faults.wrong_separator(";", comma))
            self._forget_last()
            self.verb(self.before, self.start, self.end)
            return self.object(kind, start, end)
        if self._unopened is None:
            self._unopened = len(self.faults), self.start
        is_verb = kind in VERBS and following(self.text, end) in STARTS
        self.faults.append(faults.missing_separator(";" if is_verb else ",", self.end))
        return self.verb(kind, start, end) if is_verb else self.object(kind, start, end)

    def _doubtful(self, kind: str, start: int, end: int) -> State | None:
        """Nonsense behind an object, which throws doubt on that object too."""
        fault = self._unexpected("';', ',' or '.'", start, end)
        if start == self.end and kind == "number" and self.before == "number":
            fault = number_faults.bare_date(self.text, self.start)
        elif self.before == "literal" and kind not in ("else", "{", "}"):
            fault = faults.early_end(self.text[self.start], (start, end))
        self._forget_last()
        return self._skip_from(kind, start, end, fault)

    def _forget_last(self) -> None:
        if self.top.facts and self.top.facts[-1][3][1] == self.end:
            self.top.facts.pop()
