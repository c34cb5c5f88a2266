"""Reading the text of a query that is known to be SPARQL 1.1 into the model.

Only what explanations use is understood. Whatever else there is raises :class:`NotUnderstood`, and then nothing is said
of the query's patterns, rather than something false. A query has groups (SPARQL 1.1, sections 5 to 13), and a group may
hold a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accord.explanations.query.cursor import DEEPEST, Cursor, NotUnderstood
from accord.explanations.query.model import (
    Aggregate,
    Block,
    Clause,
    Element,
    GroupPattern,
    Iri,
    ParsedQuery,
    Term,
    TriplePattern,
    Variable,
    Word,
)
from accord.sparql.words import AGGREGATES

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def read(text: str, prefixes: Mapping[str, str]) -> ParsedQuery:
    """The query that a string holds; ``prefixes`` are those that need no declaration. Raises NotUnderstood."""
    cursor = Cursor.over(text, prefixes)
    cursor.prologue()
    begin = 0 if cursor.ended else cursor.tokens[cursor.index].start()
    query = select(cursor)
    if not cursor.ended:
        raise NotUnderstood("what follows the query")
    return replace(query, prologue=text[:begin], body=text[begin:])


def select(cursor: Cursor) -> ParsedQuery:
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
    where = GroupPattern(()) if form == "DESCRIBE" and not cursor.at("{") else group(cursor)
    tail = cursor.words_until("}")
    chosen = _selected(head) if form == "SELECT" else ()
    everything = form == "SELECT" and any(word.text == "*" for word in head[:1])
    return ParsedQuery(
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


def group(cursor: Cursor, depth: int = 0) -> GroupPattern:
    """The group whose opening brace is here."""
    if depth > DEEPEST:
        raise NotUnderstood("the depth of its groups")
    cursor.expect("{")
    found: list[Element] = []
    if cursor.at("SELECT"):
        found.append(_subquery(cursor))
    while not cursor.at("}"):
        if cursor.ended:
            raise NotUnderstood("a group that is not closed")
        if not cursor.accept("."):
            found.extend(_element(cursor, depth))
    cursor.take()
    return GroupPattern(tuple(found))


def _element(cursor: Cursor, depth: int) -> list[Element]:
    place = cursor.place
    if cursor.at("{"):
        groups = [group(cursor, depth + 1)]
        while cursor.accept("UNION"):
            groups.append(group(cursor, depth + 1))
        return [Block("UNION" if len(groups) > 1 else "", tuple(groups), place)]
    if cursor.kind == "word" and cursor.at("OPTIONAL", "MINUS"):
        return [Block(cursor.take().upper(), (group(cursor, depth + 1),), place)]
    if cursor.kind == "word" and cursor.accept("GRAPH"):
        name = cursor.term()
        return [Block("GRAPH", (group(cursor, depth + 1),), place, name)]
    if cursor.kind == "word" and cursor.at("FILTER", "BIND", "VALUES", "SERVICE"):
        return [_CLAUSES[cursor.text.upper()](cursor)]
    return list(_triples(cursor))


def _filter(cursor: Cursor) -> Clause:
    start, place = cursor.index, cursor.place
    cursor.take()
    cursor.accept("NOT")
    if not cursor.at("EXISTS", "("):
        cursor.take()  # the name of a function
    elif cursor.at("EXISTS"):
        cursor.take()
    stop = cursor.closing + 1
    words = _outside(cursor, start, stop)
    cursor.index = stop
    return Clause("FILTER", cursor.written(start, stop), place, _variables(words), words=tuple(words))


def _outside(cursor: Cursor, start: int, stop: int) -> list[Word]:
    """The words of an expression, without those of the patterns of EXISTS."""
    found: list[Word] = []
    cursor.index = start
    while cursor.index < stop:
        if cursor.at("{"):
            cursor.skip()
        else:
            found.extend(cursor.words(cursor.index + 1))
    return found


def _variables(words: list[Word]) -> frozenset[str]:
    return frozenset(word.term.name for word in words if isinstance(word.term, Variable))


def _bind(cursor: Cursor) -> Clause:
    start, place = cursor.index, cursor.place
    cursor.take()
    stop = cursor.closing + 1
    words = _outside(cursor, start, stop)
    cursor.index = stop
    name = words[-2].term
    assert isinstance(name, Variable)
    uses = _variables(words[:-2])
    rows = (words[2].term,) if len(words) == 6 and words[2].term and not uses else ()
    return Clause("BIND", cursor.written(start, stop), place, uses, frozenset({name.name}), rows, tuple(words))


def _values(cursor: Cursor) -> Clause:
    start, place = cursor.index, cursor.place
    cursor.take()
    names = _variables(cursor.words_until("{"))
    stop = cursor.closing + 1
    single = cursor.tokens[start + 1][0] != "("
    words = cursor.words(stop)
    rows = tuple(word.term for word in words if word.term) if single else ()
    if any(word.text.upper() == "UNDEF" for word in words):
        rows = ()
    return Clause("VALUES", cursor.written(start, stop), place, binds=names, rows=rows, words=tuple(words))


def _service(cursor: Cursor) -> Clause:
    raise NotUnderstood("SERVICE")


def _subquery(cursor: Cursor) -> Clause:
    start, place = cursor.index, cursor.place
    query = select(cursor)
    binds = frozenset(query.selected) or frozenset(query.where.variables())
    return Clause("SELECT", f"{{{cursor.written(start, cursor.index)} }}", place, binds=binds, query=query)


_CLAUSES = {"FILTER": _filter, "BIND": _bind, "VALUES": _values, "SERVICE": _service}


def _triples(cursor: Cursor) -> list[TriplePattern]:
    """A subject with its properties, up to the dot or what comes after it."""
    found: list[TriplePattern] = []
    bracket = cursor.at("[")
    subject = _node(cursor, found)
    if not bracket or not cursor.at(".", "}"):
        _properties(cursor, subject, found)
    if not found:
        raise NotUnderstood(f"“{cursor.text}” in a group")
    return found


def _properties(cursor: Cursor, subject: Term, found: list[TriplePattern]) -> None:
    while not cursor.at(".", "}", "]"):
        if cursor.accept(";"):
            continue
        if not (cursor.kind in ("iri", "name") or cursor.at("A", "^", "!", "(") or cursor.text[:1] in ("?", "$")):
            return  # a keyword after a triple without its dot
        place = cursor.place
        path = cursor.path()
        while True:
            found.append(TriplePattern(subject, path, _node(cursor, found), place))
            if not cursor.accept(","):
                break
        if not cursor.at(";"):
            return


def _node(cursor: Cursor, found: list[TriplePattern]) -> Term:
    if cursor.at("("):
        raise NotUnderstood("a collection")
    if not cursor.accept("["):
        return cursor.term()
    node = cursor.blank()
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        raise NotUnderstood("the depth of its brackets")
    _properties(cursor, node, found)
    cursor.depth -= 1
    cursor.expect("]")
    return node
