"""What one file may cost. Each limit is published: who meets it reads its name and its value."""

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
    ``contexts``: contexts of a JSON-LD file times the terms in them, since each copies all terms before it; 1 s.
    ``entity``: characters of one XML entity; they are namespaces.
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
    entity: int = 4_096
    faults: int = 1_000


def exceeded(limit: str, value: int, message: str, *, place: Place | None = None, remedy: str = "") -> LimitError:
    """The error that says which limit was met, where and what to do."""
    return LimitError(message, limit=limit, value=value, status=413, place=place, remedy=remedy)
