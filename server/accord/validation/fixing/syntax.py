"""Faults of the syntax whose remedy is the text to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accord.names import WELL_KNOWN
from accord.turtle import Document
from accord.turtle.document import Fault
from accord.validation.fixing.edits import Edit

_WRITTEN = {
    "TTL-QUOTES": "typographic quotes",
    "TTL-LANGTAG": "language tag",
    "TTL-DOT": "missing dot",
    "TTL-SEMICOLON": "missing mark",
    "TTL-NUMBER": "number or date without quotes",
}
"""The codes whose remedy is always, where there is one, the text to write in the place of the fault."""
_SPACE = "TTL-SPACE"
_PREFIX = "TTL-PREFIX"
_FENCE = "TTL-FENCE"
_MARKS = {"TTL-DOT": ".", "TTL-SEMICOLON": ",;"}


def edits(document: Document, prefixes: Mapping[str, str]) -> Iterator[Edit]:
    """The fixes of the faults of a file. ``prefixes`` are those of the publication, by name."""
    for fault in document.faults:
        start, end = fault.span
        if fault.code in _WRITTEN and _is_text(fault):
            yield Edit(start, end, fault.remedy, _WRITTEN[fault.code])
        elif fault.code == _SPACE:
            yield Edit(start, end, " ", "odd space")
        elif fault.code == _FENCE:
            yield Edit(start, document.text.find("\n", end) + 1 or end, "", "line of Markdown")
        elif fault.code == _PREFIX and (line := _declaration(document, fault, prefixes)):
            yield Edit(*line)


def _is_text(fault: Fault) -> bool:
    """Whether a remedy is what to write, and not an instruction."""
    marks = _MARKS.get(fault.code)
    return fault.remedy in marks and bool(fault.remedy) if marks else bool(fault.remedy) and " " not in fault.remedy[:1]


def _declaration(document: Document, fault: Fault, prefixes: Mapping[str, str]) -> tuple[int, int, str, str] | None:
    """The line that declares a prefix which the publication declares, or nearly everybody."""
    name = document.text[slice(*fault.span)].partition(":")[0]
    namespace = prefixes.get(name) or WELL_KNOWN.get(name)
    if not namespace or f"@prefix {name}:" in document.text:
        return None
    at = _first_line(document.text)
    return at, at, f"@prefix {name}: <{namespace}> .\n", "prefix without declaration"


def _first_line(text: str) -> int:
    """Where the first line begins that is not a comment and not empty."""
    at = 0
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end].strip()
        if line and not line.startswith("#"):
            break
        at = end
    return at
