"""Group graph patterns (SPARQL 1.1, sections 5 to 13) from the tokens of a query."""

from __future__ import annotations

from accord.explanations.cursor import DEEPEST, Cursor, NotUnderstood
from accord.explanations.model import Block, Clause, Element, Group, Term, Triple, Variable, Word


def group(cursor: Cursor, depth: int = 0) -> Group:
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
    return Group(tuple(found))


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
    from accord.explanations.reading import select  # a query has groups, and a group may have a query

    start, place = cursor.index, cursor.place
    query = select(cursor)
    binds = frozenset(query.selected) or frozenset(query.where.variables())
    return Clause("SELECT", f"{{{cursor.written(start, cursor.index)} }}", place, binds=binds, query=query)


_CLAUSES = {"FILTER": _filter, "BIND": _bind, "VALUES": _values, "SERVICE": _service}


def _triples(cursor: Cursor) -> list[Triple]:
    """A subject with its properties, up to the dot or what comes after it."""
    found: list[Triple] = []
    bracket = cursor.at("[")
    subject = _node(cursor, found)
    if not bracket or not cursor.at(".", "}"):
        _properties(cursor, subject, found)
    if not found:
        raise NotUnderstood(f"“{cursor.text}” in a group")
    return found


def _properties(cursor: Cursor, subject: Term, found: list[Triple]) -> None:
    while not cursor.at(".", "}", "]"):
        if cursor.accept(";"):
            continue
        if not (cursor.kind in ("iri", "name") or cursor.at("A", "^", "!", "(") or cursor.text[:1] in ("?", "$")):
            return  # a keyword after a triple without its dot
        place = cursor.place
        path = cursor.path()
        while True:
            found.append(Triple(subject, path, _node(cursor, found), place))
            if not cursor.accept(","):
                break
        if not cursor.at(";"):
            return


def _node(cursor: Cursor, found: list[Triple]) -> Term:
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
