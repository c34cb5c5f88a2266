"""Limits of one file. Each is published, and an error names the limit and its value."""

from __future__ import annotations

from dataclasses import dataclass

from accord.errors import LimitError, Place


@dataclass(frozen=True, slots=True)
class ParsingLimits:
    """The limits of one file.

    ``bytes``: its size after decompression; twice what a million statements take as N-Triples.
    ``ratio``: bytes after decompression for each one before; repetitive N-Triples reach about 40.
    ``ratio_floor``: up to so many bytes the ratio is not looked at, since tiny files compress better than any.
    ``statements``: what the store is made for.
    ``xml_depth``: open elements; nested lists of OWL files reach about 100, and the time grows with the depth.
    ``xml_attributes``: attributes of one element, and namespaces in force; both are compared pairwise.
    ``json_depth``: open brackets; people write less than 20, and the parser ends the process at 50,000.
    ``contexts``: terms that the contexts of a JSON-LD file copy, each all of those before it; so many take 1 s.
    ``context_terms``: terms that a JSON-LD file defines for one object; chains of 8,000 end the parser's process.
    ``entity``: characters of one XML entity; they are namespaces.
    ``growth``: how many times longer entities may make a document (beyond ``ratio_floor``); namespaces make it 3 times.
    ``faults``: how many faults are listed.
    """

    bytes: int = 512 << 20
    ratio: int = 100
    ratio_floor: int = 1 << 20
    statements: int = 5_000_000
    xml_depth: int = 512
    xml_attributes: int = 1_000
    json_depth: int = 64
    contexts: int = 10_000_000
    context_terms: int = 3_000
    entity: int = 4_096
    growth: int = 10
    faults: int = 1_000


def exceeded(limit: str, value: int, message: str, *, place: Place | None = None, remedy: str = "") -> LimitError:
    """The error that says which limit was met, where and what to do."""
    return LimitError(message, limit=limit, value=value, status=413, place=place, remedy=remedy)
