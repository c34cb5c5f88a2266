"""Reading the text of a query that is known to be SPARQL 1.1 into the model.

Only what explanations use is understood. Whatever else there is raises :class:`NotUnderstood`, and then nothing is said
of the query's patterns, rather than something false.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accord.explanations.cursor import Cursor, NotUnderstood
from accord.explanations.groups import group
from accord.explanations.model import Aggregate, Group, Iri, Query, Term, Variable, Word
from accord.sparql.words import AGGREGATES

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def read(text: str, prefixes: Mapping[str, str]) -> Query:
    """The query that a string holds; ``prefixes`` are those that need no declaration. Raises NotUnderstood."""
    cursor = Cursor.over(text, prefixes)
    cursor.prologue()
    begin = 0 if cursor.ended else cursor.tokens[cursor.index].start()
    query = select(cursor)
    if not cursor.ended:
        raise NotUnderstood("what follows the query")
    return replace(query, prologue=text[:begin], body=text[begin:])


def select(cursor: Cursor) -> Query:
    """A query from its form on, up to the brace or the end that closes it."""
    form = cursor.take().upper()
    if form not in _FORMS:
        raise NotUnderstood("its form")
    distinct = cursor.accept("DISTINCT", "REDUCED") == "DISTINCT"
    if form == "CONSTRUCT" and cursor.at("{"):
        cursor.skip()
    head = [] if form == "CONSTRUCT" else cursor.words_until("{", "WHERE", "FROM")
    graphs, named = _dataset(cursor)
    cursor.accept("WHERE")
    where = Group(()) if form == "DESCRIBE" and not cursor.at("{") else group(cursor)
    tail = cursor.words_until("}")
    chosen = _selected(head) if form == "SELECT" else ()
    everything = form == "SELECT" and any(word.text == "*" for word in head[:1])
    return Query(
        form,
        where,
        selected=() if everything else tuple(name for name, _ in chosen),
        named=frozenset(name for name, given in (*chosen, *_selected(tail)) if given),
        used=tuple(word for word in (*head, *tail) if isinstance(word.term, Variable)),
        aggregates=tuple(_aggregates(head)),
        counts_rows=_counts_rows(head),
        distinct=distinct,
        keys=_keys(tail),
        having=any(word.text.upper() == "HAVING" for word in tail),
        limit=_number(tail, "LIMIT"),
        offset=_number(tail, "OFFSET") or 0,
        graphs=graphs,
        named_graphs=named,
        asked=tuple(word.term for word in head if word.term) if form == "DESCRIBE" else (),
        prefixes=dict(cursor.prefixes),
    )


def _dataset(cursor: Cursor) -> tuple[tuple[Iri, ...], tuple[Iri, ...]]:
    graphs: list[Iri] = []
    named: list[Iri] = []
    while cursor.accept("FROM"):
        (named if cursor.accept("NAMED") else graphs).append(_iri(cursor.term()))
    return tuple(graphs), tuple(named)


def _iri(term: Term) -> Iri:
    if not isinstance(term, Iri):
        raise NotUnderstood("the name of a graph")
    return term


def _selected(head: list[Word]) -> tuple[tuple[str, bool], ...]:
    """The variables selected, each with whether SELECT itself gives it its value."""
    found: list[tuple[str, bool]] = []
    depth = 0
    for before, word in zip([None, *head], head, strict=False):
        depth += (word.text == "(") - (word.text == ")")
        given = before is not None and before.text.upper() == "AS"
        if isinstance(word.term, Variable) and (depth == 0 or (depth == 1 and given)):
            found.append((word.term.name, given))
    return tuple(found)


def _aggregates(head: list[Word]) -> list[Aggregate]:
    """Every aggregate of a single variable, whatever is made of it."""
    found: list[Aggregate] = []
    for place, word in enumerate(head):
        if word.text.upper() not in AGGREGATES or place + 2 >= len(head) or head[place + 1].text != "(":
            continue
        distinct = head[place + 2].text.upper() == "DISTINCT"
        inner, after = (head[place + 2 + distinct : place + 4 + distinct] + [None, None])[:2]
        if inner and after and isinstance(inner.term, Variable) and after.text in (")", ";"):
            found.append(Aggregate(word.text.upper(), inner.term.name, distinct, word.place))
    return found


def _counts_rows(head: list[Word]) -> bool:
    """Whether there is any aggregate, also one that :func:`_aggregates` does not read."""
    return any(word.text.upper() in AGGREGATES and word.term is None for word in head)


def _keys(tail: list[Word]) -> tuple[str, ...] | None:
    texts = [word.text.upper() for word in tail]
    if "GROUP" not in texts:
        return ()
    keys: list[str] = []
    for word in tail[texts.index("GROUP") + 2 :]:
        if word.text.upper() in ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"):
            break
        if not isinstance(word.term, Variable):
            return None
        keys.append(word.term.name)
    return tuple(keys)


def _number(tail: list[Word], keyword: str) -> int | None:
    texts = [word.text.upper() for word in tail]
    if "VALUES" in texts:
        raise NotUnderstood("VALUES after the query")
    return int(texts[texts.index(keyword) + 1]) if keyword in texts else None
