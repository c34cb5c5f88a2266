"""The declarations in a DOCTYPE: simple entities are taken, anything else is refused."""

from __future__ import annotations

import re

from accord.errors import Place
from accord.parsing.limits import ParsingLimits, exceeded
from accord.parsing.model import Unreadable

PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
"""The entities that every XML document has (XML 1.0 §4.6)."""

_PIECE = re.compile(
    r"\s+|<!--.*?-->"
    r"|<!ENTITY\s+(?P<name>[^\s%\"'<>&;]+)\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')\s*>"
    r"|(?P<wrong>.)",
    re.DOTALL,
)
_NESTED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_WORDS = (
    (re.compile(r"<!ENTITY\s+%|%"), "Entities of the DOCTYPE itself (%) are not read."),
    (re.compile(r"<!ENTITY\s+\S+\s+(?:SYSTEM|PUBLIC)"), "The entity is in another file, which is never opened."),
    (re.compile(r"<!(?:ELEMENT|ATTLIST|NOTATION)"), "Declarations of elements and attributes are not read."),
    (re.compile(r""), "Only declarations of simple entities can be in a DOCTYPE."),
)
_REMEDY = "Remove it from the DOCTYPE."


def declared(subset: str, place: Place, limits: ParsingLimits) -> dict[str, str]:
    """The entities that a DOCTYPE declares between its brackets, which are at ``place``; the first of a name counts.

    Raises Unreadable for anything but simple entities, LimitError for one that is too long.
    """
    found: dict[str, str] = {}
    for match in _PIECE.finditer(subset):
        if match["wrong"] is not None:
            words = next(words for pattern, words in _WORDS if pattern.match(subset, match.start()))
            raise Unreadable("XML-DOCTYPE", words, place=_moved(place, subset, match.start()), remedy=_REMEDY)
        name = match["name"]
        if name is None or name in PREDEFINED or name in found:
            continue
        value = match["double"] if match["double"] is not None else match["single"]
        if len(value) > limits.entity:
            message = f"The entity {name} is longer than {limits.entity:,} characters."
            where = _moved(place, subset, match.start())
            raise exceeded("entity", limits.entity, message, place=where, remedy="Write its text where it is used.")
        if (problem := _problem(name, value)) is not None:
            where = _moved(place, subset, match.start())
            raise Unreadable("XML-DOCTYPE", problem[0], place=where, remedy=problem[1])
        found[name] = value.replace('"', "&#34;").replace("'", "&#39;").replace("\n", " ").replace(">", "&#62;")
    return found


def _problem(name: str, value: str) -> tuple[str, str] | None:
    """Why an entity is not simple, and what to do; None if it is."""
    if "<" in value:
        message = f"The entity {name} holds markup; only plain text is read."
        return message, "Write what it stands for where it is used."
    if _NESTED.search(value) or "%" in _PERCENT.sub("", value):
        return f"The entity {name} refers to another entity; only plain text is read.", "Write its whole value."
    return None


def _moved(place: Place, text: str, offset: int) -> Place:
    """The place of an offset in a string that begins at ``place``."""
    lines = text.count("\n", 0, offset)
    column = offset - text.rfind("\n", 0, offset) if lines else place.column + offset
    return Place(place.file, place.line + lines, column, place.line + lines, column + 1)
