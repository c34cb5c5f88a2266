"""Which picture a query asks for: ``bars x=funder y=total unit=GBP about=rough`` in its leading comments.

The first word is the kind of picture: bars, timeline, map, network, tree, comparison; figure for one number in large
type, or table for nothing but the rows. The others name the columns to draw:

* bars: ``x`` the labels, ``y`` the numbers (several with commas between), ``unit`` a unit or the column with it;
* timeline: ``x`` the labels, ``start``, ``end``, ``what`` what happened, ``latest`` where only a last date is known;
* map: ``x`` the things, ``y`` the numbers, ``unit``, and ``lat`` with ``long``, or ``point`` (WKT), where the rows have
  them; otherwise the points of the things are looked up;
* network: ``from``, ``to`` and perhaps ``via`` between them;
* tree: ``x`` the nodes, ``parent`` those above, ``y`` a number, ``unit``;
* comparison: ``x`` what is compared, ``sides`` the columns, with commas between;
* figure: ``y`` the number, ``unit``; the answer has one row.

``about``, ``atleast``, ``atmost``, ``planned`` and ``inferred`` say where a number is not exact. Each names a column of
counts or truth values (it holds where they are not 0 and not false), or a column with a value (it holds where the
column has this value): ``certainty:id:certainty-inferred``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal

from accord.pictures.marks import Inexactness
from accord.pictures.model import Cell, Rows

KINDS = ("bars", "timeline", "map", "network", "tree", "comparison", "figure", "table")
UNDRAWN = ("figure", "table")
"""The kinds of which no SVG is drawn."""

_FLAGS = {"about": "about", "atleast": "at_least", "atmost": "at_most", "planned": "planned", "inferred": "inferred"}
_OPTIONS = (
    *("x", "y", "unit", "start", "end", "what", "latest", "lat", "long", "point"),
    *("from", "via", "to", "parent", "sides"),
    *_FLAGS,
)
_EMPTY = frozenset(("", "0", "0.0", "false"))


class Unfit(ValueError):
    """Rows that cannot be drawn as they should; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Requested:
    """A kind of picture, empty for a fitting one, and its options by name."""

    kind: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, text: str) -> Requested:
        """Read the words of a query file. Raises Unfit for a kind or an option that does not exist."""
        kind, *given = text.split() or [""]
        if kind and kind not in KINDS:
            raise Unfit(f"There is no picture “{kind}”. Fix: Write one of {', '.join(KINDS)}.")
        pairs = [one.partition("=") for one in given]
        if wrong := next((name for name, equals, value in pairs if not (equals and value)), None):
            raise Unfit(f"The option “{wrong}” of a picture has no value. Fix: Write NAME=VALUE.")
        if unknown := next((name for name, _, _ in pairs if name not in _OPTIONS), None):
            raise Unfit(f"A picture has no option “{unknown}”. Fix: Write one of {', '.join(_OPTIONS)}.")
        return cls(kind, {name: value for name, _, value in pairs})

    def columns(self, name: str, rows: Rows) -> tuple[str, ...]:
        """The columns that an option names, empty without it. Raises Unfit for one that the rows do not have."""
        named = tuple(filter(None, self.options.get(name, "").split(",")))
        for one in named:
            if one not in rows.columns:
                raise Unfit(f"The picture needs a column “{one}”, and the result has {', '.join(rows.columns)}.")
        return named

    def column(self, name: str, rows: Rows) -> str:
        """The one column that an option names, empty without it."""
        return next(iter(self.columns(name, rows)), "")

    def certainty(self, rows: Rows, expand: Callable[[str], str]) -> tuple[Inexactness, ...]:
        """How exact the number of each row is. ``expand`` makes an IRI of a prefixed name."""
        flags: dict[str, tuple[bool, ...]] = {}
        for option, name in _FLAGS.items():
            if column := self._flag(option, rows):
                wanted = self.options[option].partition(":")[2]
                flags[name] = tuple(_holds(cell, expand(wanted) if wanted else "") for cell in rows.column(column))
        return tuple(Inexactness(**{name: given[n] for name, given in flags.items()}) for n in range(len(rows.rows)))

    def flag(self, option: str, rows: Rows, expand: Callable[[str], str]) -> tuple[bool, ...]:
        """Where a flag holds, row by row; nowhere without the option."""
        column, wanted = self._flag(option, rows), self.options.get(option, "").partition(":")[2]
        if not column:
            return (False,) * len(rows.rows)
        return tuple(_holds(cell, expand(wanted) if wanted else "") for cell in rows.column(column))

    def _flag(self, option: str, rows: Rows) -> str:
        column = self.options.get(option, "").partition(":")[0]
        if column and column not in rows.columns:
            raise Unfit(f"The picture needs a column “{column}”, and the result has {', '.join(rows.columns)}.")
        return column


def _holds(cell: Cell | None, wanted: str) -> bool:
    if cell is None:
        return False
    value = (
        cell.term.value
        if cell.term is not None and not isinstance(cell.term, tuple) and hasattr(cell.term, "value")
        else cell.text
    )
    if wanted:
        return value == wanted
    return value not in _EMPTY if isinstance(cell.term, Literal) else True
