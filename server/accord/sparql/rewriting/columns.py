"""The columns of ``SELECT *``, in the order of the text: SPARQL 1.1 gives them none, and the engine sorts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from accord.sparql.tokens import Token, tokens
from accord.sparql.words import QUERY_TYPES


def with_columns(text: str, selected: Callable[[], Iterable[str]]) -> str:
    """A query with the ``*`` of its outermost SELECT replaced by its variables, in the order of the text.

    ``selected`` gives the names of the variables that ``*`` means, without question marks; it is called only for a
    query that selects ``*``. Any other query is returned unchanged.
    """
    if "*" not in text:
        return text
    found = list(tokens(text))
    star = _star(found)
    if star is None:
        return text
    names = set(selected())
    written = dict.fromkeys(token[0][1:] for token in found if token[0][0] in "?$" and token[0][1:] in names)
    columns = " ".join(f"?{name}" for name in written)
    return f"{text[: star.start()]} {columns} {text[star.end() :]}" if written.keys() == names and names else text


def _star(found: list[Token]) -> Token | None:
    """The ``*`` of the outermost SELECT, ``None`` for a query of another type or one that names its variables."""
    kinds = (place for place, token in enumerate(found) if token[0].upper() in QUERY_TYPES)
    place = next(kinds, -1)
    after = found[place + 1 : place + 3] if place >= 0 and found[place][0].upper() == "SELECT" else []
    if after and after[0][0].upper() in ("DISTINCT", "REDUCED"):
        after = after[1:]
    return after[0] if after and after[0][0] == "*" else None
