"""A part of a thing that a file begins a second time: two parts were given one name, most likely by copying."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rdflib import URIRef

from accord.names import owner
from accord.turtle import Span
from accord.validation.check_input import CheckInput, Statement, Statements
from accord.validation.findings import Finding, Severity

_SURPLUS = ("SH-MAXCOUNT", "SH-UNIQUELANG")
_NUMBER = re.compile(r"[0-9]{1,6}$")


def with_parts_once(findings: Iterable[Finding], check_input: CheckInput) -> list[Finding]:
    """The findings, with one for each part that is begun twice in place of those that it has too many values."""
    kept: list[Finding] = []
    surplus: dict[str, list[Finding]] = defaultdict(list)
    for one in findings:
        is_part = one.code in _SURPLUS and owner(one.focus) != one.focus
        (surplus[one.focus] if is_part else kept).append(one)
    for part, several in surplus.items():
        again = _again(part, several[0].severity, check_input)
        kept += [again] if again else several
    return kept


def _again(part: str, severity: Severity, check_input: CheckInput) -> Finding | None:
    """That a file begins a part twice; nothing where none does, or where nothing describes the thing of the part."""
    blocks: dict[str, dict[Span, Statement]] = defaultdict(dict)
    for one in check_input.statements.about(URIRef(part)):
        blocks[one.document.file].setdefault(one.triple.subject_span, one)
    twice = next((found for found in blocks.values() if len(found) > 1), None)
    if twice is None or not any(check_input.triples(subject=URIRef(owner(part)))):
        return None
    first, last = twice[min(twice)], twice[max(twice)]
    written, place = last.written(max(twice)), last.place(max(twice))
    line = first.place(min(twice)).line
    message = f"{written} is begun a second time: the first is in line {line}, and the two count as one."
    remedy = f"Give this one a name of its own, such as {_free(written, part, check_input.statements)}, or delete it."
    return Finding("SUBJECT-AGAIN", severity, message, place, part, value=written, remedy=remedy)


def _free(written: str, part: str, statements: Statements) -> str:
    """The name with the next number that no part has."""
    number = 2
    while statements.about(URIRef(_numbered(part, number))):
        number += 1
    closing = ">" if written.endswith(">") else ""
    return _numbered(written.removesuffix(">"), number) + closing


def _numbered(name: str, number: int) -> str:
    return f"{_NUMBER.sub('', name)}{number}"
