"""What each code of a finding means, from the table ``codes.toml``: a page that reports, the site and a manual show.

A code is stable. What a finding says is written where it is found; here is what is the same for all of a code.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import NamedTuple


class CodePage(NamedTuple):
    """The page of a code: its title, what the finding says, why it matters, an example of the mistake, and the fix.

    The example is Turtle, or empty where the mistake is not one of Turtle.
    """

    title: str
    what: str
    why: str = ""
    example: str = ""
    fix: str = ""


_OF_SHAPES = CodePage(
    title="A constraint of the publication",
    what="A constraint that the shapes define is broken; its message says which.",
    why="A shape of the publication requires it, so that pages, queries and sums can rely on it.",
    fix="Do as the message and its fix say; the shape is named with the finding.",
)
_OF_STYLE = CodePage(
    title="The layout",
    what="",
    why="All files have one layout, so that a diff shows only real changes.",
    fix="Run accord fix, which writes this layout.",
)


def codes() -> tuple[str, ...]:
    """All codes, in the order of the alphabet. Shapes with constraints of their own have further ones (``SH-…``)."""
    return tuple(sorted(_table()))


def page(code: str) -> CodePage | None:
    """The page of a code; ``None`` for what is not a code."""
    known = _table().get(code)
    if code.startswith("SH-"):
        return _OF_SHAPES._replace(**known) if known else _OF_SHAPES
    if known is None:
        return None
    return _OF_STYLE._replace(**known) if code.startswith("STYLE-") else CodePage(**known)


@cache
def _table() -> dict[str, dict[str, str]]:
    text = resources.files("accord.validation").joinpath("codes.toml").read_text("utf-8")
    table: dict[str, dict[str, str]] = tomllib.loads(text)
    return table
