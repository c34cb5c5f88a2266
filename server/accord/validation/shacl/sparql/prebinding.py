"""The query of a ``sh:sparql`` constraint with its variables bound beforehand (SHACL §5.3).

Pre-binding is more than joining with a value: the variable has its value in every nested group and filter as well. So
the term is put in the place of the variable wherever the text uses it, and taken out of what the query projects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, QuerySolutions, Store, Variable
from rdflib import Literal, URIRef
from rdflib.namespace import OWL, SH
from rdflib.paths import MulPath
from rdflib.term import Node

from accord.errors import UsageError
from accord.replacing import Replacement, replaced
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.syntax import syntax_error
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes
from accord.validation.shacl.sparql.nested_paths import from_bound_ends

THIS = Variable("this")
"""The variable of the focus node."""

_THIS = ("?this", "$this")
_SHAPE = ("?currentShape", "$currentShape")
_PATH = ("?PATH", "$PATH")
_SHAPES_GRAPH = ("?shapesGraph", "$shapesGraph")
_CLAUSE_ENDS = ("FROM", "WHERE", "{", "HAVING", "ORDER", "LIMIT", "OFFSET")
_MARK = "\0"
"""What a template has in the place of the focus node; no query holds this character."""


@dataclass(frozen=True, slots=True)
class PreboundQuery:
    """A SELECT that can be asked about one focus node after the other.

    ``template`` has a mark where the focus node is put; ``free`` has ``?this`` there, for the store to bind, since no
    text can name a blank node. It is empty where the store cannot bind it.
    """

    template: str
    free: str

    def about(self, focus: Node) -> str:
        """The text of the query for one focus node; for a blank node ``?this`` is still to bind."""
        return self.template.replace(_MARK, focus.n3()) if isinstance(focus, URIRef | Literal) else self.free


def question(shapes: Shapes, shape: Node, constraint: Node) -> PreboundQuery:
    """The SELECT of a constraint with its prefixes and its variables.

    Raises UsageError, at the place of the constraint, when it cannot be asked.
    """
    select = shapes.value(constraint, SH.select)
    prefixes = _prefixes(shapes, constraint)
    bound = _without_shape(str(select), shape, shapes.value(shape, SH.path))
    asked = _asked(prefixes, bound)
    if problem := _problem(select, asked):
        raise UsageError(problem, place=shapes.place(constraint), remedy=SHAPES_REMEDY)
    return _asked(prefixes, from_bound_ends(bound, prefixes))


def _asked(prefixes: str, bound: str) -> PreboundQuery:
    """The question of a query in which only ``$this`` is left to bind."""
    return PreboundQuery(prefixes + _marked(bound), _parsed(prefixes + bound))


def _without_shape(select: str, shape: Node, path: Node | None) -> str:
    """A query with ``$PATH`` and ``$currentShape`` replaced."""
    reading = QueryTokens(select)
    terms = [(names, term.n3()) for names, term in ((_PATH, path), (_SHAPE, shape)) if isinstance(term, URIRef)]
    return _replaced(
        reading, {place: term for names, term in terms for place, text in enumerate(reading.texts) if text in names}
    )


def _marked(select: str) -> str:
    """A query with the mark in the place of ``$this``: no SELECT projects it, and GROUP BY binds it again."""
    reading = QueryTokens(select)
    found = {place: _MARK for place, text in enumerate(reading.texts) if text in _THIS}
    clauses = _clauses(reading)
    projecting = {
        clause for place, clause in clauses.items() if place not in found and reading.text(place)[0] in "?$(*"
    }
    for place in found.keys() & clauses.keys():
        clause = clauses[place]
        if reading.text(clause) == "GROUP":
            found[place] = f"({_MARK} AS ?this)"
        else:
            found[place] = "" if clause in projecting else f"(1 AS ?found{clause})"
            projecting.add(clause)
    return _replaced(reading, found)


def _clauses(reading: QueryTokens) -> dict[int, int]:
    """The place of the SELECT or GROUP BY that a token is in, for those outside its parentheses."""
    found, current = dict[int, int](), dict[int, int]()
    for place, (text, kind, depth) in enumerate(zip(reading.texts, reading.kinds, reading.depths, strict=True)):
        if kind == "closing":
            current.pop(depth + 1, None)
        if kind == "word" and text in ("SELECT", "GROUP"):
            current[depth] = place
        elif text in _CLAUSE_ENDS:
            current.pop(depth, None)
        elif depth in current:
            found[place] = current[depth]
    return found


def _replaced(reading: QueryTokens, terms: Mapping[int, str]) -> str:
    """A query with the terms in the place of variables; where it asks whether such a variable is bound, it is."""
    text = reading.tokens[0].string if reading.tokens else ""
    new: list[Replacement] = []
    for place, term in terms.items():
        is_bound = place > 1 and reading.texts[place - 2 : place] == ["BOUND", "("]
        first, last = (place - 2, place + 1) if is_bound else (place, place)
        new.append((reading.at(first).start(), reading.at(last).end(), "(true)" if is_bound else term))
    return replaced(text, new)


def _parsed(select: str) -> str:
    """A query as it is if the store can bind ``?this`` in it, else nothing."""
    try:
        Store().query(select, substitutions={THIS: BlankNode()})
    except (SyntaxError, RuntimeError):
        return ""
    return select


def _problem(select: Node | None, asked: PreboundQuery) -> str:
    """Why a query cannot be asked, or nothing."""
    if not isinstance(select, Literal):
        return "A sh:sparql constraint needs a sh:select."
    text = asked.about(URIRef("urn:accord:nobody"))
    try:
        is_select = isinstance(Store().query(text), QuerySolutions)
    except SyntaxError as error:
        return f"The sh:select cannot be used. {syntax_error(str(error), text).message}"
    except RuntimeError as error:  # a function that the engine does not have
        return f"The sh:select cannot be used. {str(error).rstrip('.')}."
    if not is_select or not _is_bindable(QueryTokens(select)):
        return (
            "A sh:select and its subqueries have to be SELECTs that project $this, without MINUS, VALUES, SERVICE and "
            "$shapesGraph."
        )
    return ""


def _is_bindable(reading: QueryTokens) -> bool:
    """Whether nothing changes a variable that was bound beforehand, or does not see it; no shapes graph is here."""
    if any(text in _SHAPES_GRAPH for text in reading.texts) or list(reading.words("MINUS", "VALUES", "SERVICE")):
        return False
    if any(reading.text(place + 1) in _THIS for place in reading.words("AS")):
        return False
    return all(_projects_this(reading, place) for place in reading.words("SELECT"))


def _projects_this(reading: QueryTokens, select: int) -> bool:
    for text in reading.texts[select + 1 :]:
        if text in _THIS:
            return True
        if text in ("{", "SELECT"):
            return False
    return False


def _prefixes(shapes: Shapes, constraint: Node) -> str:
    """The ``PREFIX`` lines that the subjects of ``sh:prefixes`` and what they build on declare (SHACL §5.2.1)."""
    lines = []
    for declaration in shapes.graph.objects(constraint, SH.prefixes / MulPath(OWL.imports, "*") / SH.declare):
        prefix, namespace = shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)
        lines.append(f"PREFIX {prefix}: <{namespace}>\n")
    return "".join(sorted(lines))
