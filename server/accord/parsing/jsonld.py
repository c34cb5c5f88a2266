"""JSON-LD is looked through before a parser sees it: depth, contexts from elsewhere, and what they cost.

The contexts of the package, and those that files of the folder hold, are put in the place of their addresses, on the
same line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from accord.parsing.contexts import bundled
from accord.parsing.limits import ParsingLimits, exceeded
from accord.parsing.model import Unreadable, place_in

_TOKEN = re.compile(
    r'(?P<string>"[^"\\]*(?:\\.[^"\\]*)*")(?P<colon>\s*:)?|(?P<open>[{\[])|(?P<close>[}\]])|(?P<endless>")', re.DOTALL
)
_KEYWORDS = frozenset({"@context", "@id", "@type", "@graph", "@value", "@import"})
_INLINE = "Put the context into the file, or its own file into the folder, at a path like that of its address."


@dataclass(slots=True)
class Guarded:
    """A string that a parser may see; ``replaced`` has the contexts that came from the package (with an empty path) or
    from a file of the folder (with its path).

    ``keywords`` says whether any key makes it JSON-LD rather than other JSON.
    """

    text: str
    replaced: dict[str, str] = field(default_factory=dict)
    keywords: bool = False


Find = Callable[[str, str], tuple[str, str] | None]
"""Finds the context for an address that a file names: the path of the file with it, and the context."""


def _nothing(iri: str, file: str) -> None:
    """No context: there is no folder."""


def guarded(text: str, file: str, limits: ParsingLimits, find: Find = _nothing) -> Guarded:
    """The text with the contexts of the package in it, and those that ``find`` knows.

    Raises Unreadable for any other context from elsewhere, LimitError for a string that is too deep or too costly.
    """
    return _Guard(text, file, limits, find).run()


class _Guard:
    """One walk over one text."""

    def __init__(self, text: str, file: str, limits: ParsingLimits, find: Find) -> None:
        self.text = text
        self.find = find
        self.file = file
        self.limits = limits
        self.key = ""
        """The key whose value comes next; empty elsewhere."""
        self.open: list[str] = []
        """For each open bracket, the key whose value it is."""
        self.inside = 0
        """How many of the open brackets are contexts or in one."""
        self.active = [0]
        """How many terms are in force outside, and in each open bracket."""
        self.owner = 0
        """The index above of the object whose context is being read."""
        self.copied = self.size = 0
        self.scoped = False
        """Whether a context is inside a term, so that any object may have to copy terms."""
        self.found = Guarded(text)
        self.pieces: list[str] = []
        self.taken = 0

    def run(self) -> Guarded:
        """Look through the whole file. Raises LimitError."""
        for match in _TOKEN.finditer(self.text):
            if match["endless"]:  # a string without an end, which the parser reports; each later quote would be one too
                break
            if match["string"] is None:
                self._bracket(match)
            elif match["colon"] is not None:
                self._key(match)
            else:
                if self.key == "@context" or (not self.key and self.open and self.open[-1] == "@context"):
                    self._replace(match)
                self.key = ""
        if self.pieces:
            self.found.text = "".join([*self.pieces, self.text[self.taken :]])
        return self.found

    def _bracket(self, match: re.Match[str]) -> None:
        """Count a bracket that opens or closes, and what the contexts in force cost there."""
        if match["close"]:
            self.key = ""
            if self.open:
                self.open.pop()
                self.active.pop()
                self.inside = max(0, self.inside - 1)
            return
        if len(self.open) >= self.limits.json_depth:
            depth = self.limits.json_depth
            message = f"More than {depth} brackets are nested."
            place = place_in(self.file, self.text, *match.span())
            remedy = "Give the inner things an @id and describe them separately."
            raise exceeded("json_depth", depth, message, place=place, remedy=remedy)
        if self.key == "@context" or self.inside:
            self.inside += 1
        elif self.scoped:
            self._cost(self.active[-1], match)
        self.active.append(self.active[-1])
        self.open.append(self.key if match["open"] == "[" else "")
        self.key = ""

    def _key(self, match: re.Match[str]) -> None:
        spelling = match["string"]
        self.key = _decoded(spelling) if "\\" in spelling else spelling[1:-1]
        self.found.keywords |= self.key in _KEYWORDS
        if self.inside:
            self._define(match)
        if self.key == "@context":
            self.scoped |= self.inside > 0
            if not self.inside:
                self.owner = len(self.active) - 1
            self._cost(self.active[self.owner], match)
        if self.key == "@import":
            message = "@import takes a context from elsewhere, which is never fetched."
            raise self._refused(message, match.start(), match.end("string"))

    def _define(self, match: re.Match[str]) -> None:
        """Count a term of a context."""
        self.active[self.owner] += 1
        self._cost(1, match)
        most = self.limits.context_terms
        if self.active[self.owner] - self.active[self.owner - 1] * (self.owner > 0) > most:
            place = place_in(self.file, self.text, *match.span())
            message = f"The contexts of one object define more than {most:,} terms."
            raise exceeded("context_terms", most, message, place=place, remedy="Leave out what is not used.")

    def _cost(self, terms: int, match: re.Match[str]) -> None:
        """Count the terms that a context copies."""
        self.copied += terms
        if self.copied > self.limits.contexts:
            place = place_in(self.file, self.text, *match.span())
            message = f"The contexts of the file copy more than {self.limits.contexts:,} terms."
            remedy = "Write one context for all, on top."
            raise exceeded("contexts", self.limits.contexts, message, place=place, remedy=remedy)

    def _replace(self, match: re.Match[str]) -> None:
        iri = _decoded(match["string"])
        own = bundled(iri)
        path, context = ("", own) if own is not None else self.find(iri, self.file) or ("", None)
        if context is None:
            message = f"The context <{iri}> is elsewhere, and contexts are never fetched."
            raise self._refused(message, *match.span())
        self.found.replaced[iri] = path
        self._cost(context.count('":'), match)
        self.size += len(context)
        if self.size + len(self.text) > self.limits.bytes:
            message = f"With its contexts, the file is longer than {self.limits.bytes:,} bytes."
            place = place_in(self.file, self.text, *match.span())
            raise exceeded("bytes", self.limits.bytes, message, place=place, remedy="Write one context, on top.")
        self.pieces += [self.text[self.taken : match.start()], context]
        self.taken = match.end()

    def _refused(self, message: str, start: int, end: int) -> Unreadable:
        place = place_in(self.file, self.text, start, end)
        return Unreadable("JSONLD-CONTEXT", message, place=place, remedy=_INLINE)


def _decoded(spelling: str) -> str:
    """The value of a JSON string; the spelling itself if it is not JSON, which the parser will report."""
    try:
        return str(json.loads(spelling))
    except ValueError:
        return spelling
