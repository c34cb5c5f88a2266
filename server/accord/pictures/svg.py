"""Writing SVG: elements whose attributes and strings are escaped, and words on several lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from accord.pictures.letters import width

NAMESPACE = "http://www.w3.org/2000/svg"


class Svg(str):
    """Markup that is escaped already."""

    __slots__ = ()


def tag(name: str, *children: str, **attributes: object) -> Svg:
    """An element. Children that are plain strings are escaped; ``None`` leaves an attribute out.

    ``class_`` is written ``class`` and ``text_anchor`` ``text-anchor``; numbers have two decimals at most.
    """
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    written = "".join(f" {key}={quoteattr(number(value))}" for key, value in given)
    inner = "".join(child if isinstance(child, Svg) else escape(child) for child in children)
    return Svg(f"<{name}{written}>{inner}</{name}>" if inner else f"<{name}{written}/>")


def number(value: object) -> str:
    """A number as short as two decimals allow; anything else as its string."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def percent(share: float) -> str:
    """A share of the width of the picture, from 0 to 1."""
    return f"{number(100 * share)}%"


def link(address: str, *children: Svg) -> Svg:
    """Children as a link, unless there is no address. The table beneath a picture has the same links for the keyboard,
    so that a picture takes no stops of the Tab key.
    """
    return tag("a", *children, href=address, tabindex="-1") if address else Svg("".join(children))


def wrapped(words: str, room: float, most: int, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Words on lines that are ``room`` pixels wide in type of a size, at most so many; what is left out is shown by an
    ellipsis. A word longer than a line is broken.
    """
    lines = [""]
    for whole in words.split():
        word = whole
        while width(word, size, bold=bold) > room and len(word) > 1:
            begun = _beginning(word, room, size, bold)
            lines = [*lines[: -1 if not lines[-1] else None], begun, ""]
            word = word[len(begun) :]
        joined = f"{lines[-1]} {word}".strip()
        lines = [*lines[:-1], joined] if width(joined, size, bold=bold) <= room else [*lines, word]
    lines = [line for line in lines if line]
    if len(lines) <= most:
        return tuple(lines)
    last = _beginning(lines[most - 1], room - width("…", size, bold=bold), size, bold)
    return (*lines[: most - 1], f"{last.rstrip()}…")


def _beginning(word: str, room: float, size: float, bold: bool) -> str:
    """As much of a word as fits, one character at least."""
    return next((word[:end] for end in range(len(word), 1, -1) if width(word[:end], size, bold=bold) <= room), word[:1])


@dataclass(frozen=True, slots=True)
class Style:
    """How a block of words is set: the class of its element, the height of a line, and where it is anchored."""

    name: str
    line: float = 14.0
    anchor: str | None = None


def block(lines: Iterable[str], x: float, y: float, style: Style) -> Svg:
    """Lines of words under each other; ``y`` is the base line of the first."""
    spans = [tag("tspan", line, x=x, y=y + place * style.line) for place, line in enumerate(lines)]
    return tag("text", *spans, class_=style.name, text_anchor=style.anchor)
