"""The model of pictures: from rows of cells to a drawing with its words and its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from accord.pictures.svg import NAMESPACE, Style, Svg, block, tag, wrapped
from accord.serialization import fit

Term = NamedNode | BlankNode | Literal | Triple


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: the words for people, their language, the link, and the term that they are for."""

    text: str
    href: str = ""
    language: str = ""
    term: Term | None = None


NOTHING = Cell("")
_MARGIN = 16.0
"""Pixels around a picture that is a document."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: the names of its columns and its rows; ``None`` is an empty cell. ``more``: not all rows are here.

    ``titles`` are the columns in words, where those are not their names.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    more: bool = False
    titles: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The columns in words."""
        return self.titles or self.columns

    def title(self, name: str) -> str:
        """A column in words."""
        return self.heads[self.columns.index(name)]

    def column(self, name: str) -> tuple[Cell | None, ...]:
        """The cells of a column. Raises ValueError for a name that no column has."""
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The inside of an SVG, and its size in pixels.

    A ``fluid`` drawing has positions in percent and fits any width; another one is scaled to the width it is given.
    """

    content: tuple[Svg, ...]
    width: float
    height: float
    fluid: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its title, a sentence that says what it shows, and the same numbers as a table.

    ``kind`` is bars, timeline, map, network, tree or comparison; ``notes`` say what is not drawn and why; ``key``
    explains the marks, each by the class of its sample; ``stripes`` is the id of the pattern of approximate ones.
    """

    kind: str
    title: str
    description: str
    drawing: Drawing
    table: Rows
    notes: tuple[str, ...] = ()
    key: tuple[tuple[str, str], ...] = ()
    stripes: str = ""

    def fill(self, mark: str) -> str | None:
        """The fill of the sample of a mark, where its class does not give it."""
        return f"url(#{self.stripes})" if mark == "pic-about" and self.stripes else None

    def titled(self, title: str) -> Picture:
        """The same picture with another title."""
        return replace(self, title=title)

    def inline(self, name: str) -> Svg:
        """The picture as an element of a page, in which ``name`` is that of no other picture."""
        drawing = self.drawing
        box = None if drawing.fluid else f"0 0 {drawing.width:g} {drawing.height:g}"
        element = tag(
            "svg",
            tag("title", self.title, id=f"{name}-title"),
            tag("desc", self.description, id=f"{name}-desc"),
            *drawing.content,
            class_=f"picture {'fluid' if drawing.fluid else 'scaled'}",
            viewBox=box,
            width="100%" if drawing.fluid else None,
            height=drawing.height if drawing.fluid else None,
            role="group",
            aria_labelledby=f"{name}-title",
            aria_describedby=f"{name}-desc",
        )
        return Svg(fit(element.encode("utf-8", "replace")).decode())

    def document(self, style: str, source: str) -> bytes:
        """The picture as a document of its own, with its style sheet, its title, its key and where it comes from.

        What is not drawn is said in it too, since such a picture is shown without its page.
        """
        drawing, width = self.drawing, self.drawing.width
        title = wrapped(self.title, width, 3, 16.0, bold=True)
        top = 20.0 * len(title) + 10
        below = top + drawing.height + 18
        foot = [line for words in (*self.notes, source) for line in wrapped(words, width, 4, 12.0)]
        explained, low = [], below
        for mark, text in self.key:
            lines = wrapped(text, width - 30, 3, 12.0)
            explained.append(self._explained(mark, lines, low))
            low += 16.0 * len(lines) + 2
        words = [
            block(title, 0, 14, Style("pic-title", 20.0)),
            *explained,
            block(foot, 0, low + 6, Style("pic-quiet", 16.0)),
        ]
        height = low + 16.0 * len(foot)
        inside = tag("svg", *drawing.content, x=0, y=top, width=width, height=drawing.height, overflow="visible")
        element = tag(
            "svg",
            tag("title", self.title),
            tag("desc", self.description),
            tag("style", Svg(style)),
            tag("rect", class_="pic-paper", width="100%", height="100%"),
            tag("svg", *words, inside, x=_MARGIN, y=_MARGIN, width=width, height=height, overflow="visible"),
            xmlns=NAMESPACE,
            width=width + 2 * _MARGIN,
            height=height + 2 * _MARGIN,
            viewBox=f"0 0 {width + 2 * _MARGIN:g} {height + 2 * _MARGIN:g}",
            role="img",
        )
        return fit(element.encode("utf-8", "replace"))

    def _explained(self, mark: str, lines: Sequence[str], y: float) -> Svg:
        fill = self.fill(mark)
        sample = tag("rect", class_=f"pic-bar {mark}", fill=fill, x=0, y=y - 9, width=22, height=10)
        return Svg(sample + block(lines, 30, y, Style("pic-quiet", 16.0)))
