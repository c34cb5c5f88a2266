"""The query of a ``sh:sparql`` constraint with its variables bound beforehand (SHACL §5.3).

Pre-binding is more than joining with a value: the variable has its value in every nested group and filter as well. So
the term is put in the place of the variable wherever the text uses it, and taken out of what the query projects.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import BlankNode, QuerySolutions, Store, Variable
from rdflib import Literal, URIRef
from rdflib.namespace import OWL, SH
from rdflib.paths import MulPath
from rdflib.term import Node

from accord.errors import UsageError
from accord.sparql.syntax import syntax_error
from accord.validation.shacl.nested_paths import from_bound_ends
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes

_QUOTED = (
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:""")?|"(?:[^"\\\n]|\\.)*"?|'
    r"'''(?:[^'\\]|\\.|'(?!''))*(?:''')?|'(?:[^'\\\n]|\\.)*'?|<[^<>\s]*>|#[^\n]*"
)
"""Strings, IRIs and comments, in which no word is a variable or a keyword.

A string without an end is taken as far as it goes, so that no text takes more than linear time; no engine reads it.
"""

_STRINGS = re.compile(_QUOTED)
_PATH = re.compile(r"[?$]PATH\b")
_BOUND = re.compile(r"\bBOUND\s*\(\s*[?$]currentShape\s*\)", re.IGNORECASE)
_SHAPE = re.compile(r"[?$]currentShape\b")
_PROJECTED = re.compile(r"[?$(*]")
_THIS = "\0"
THIS = Variable("this")
"""The variable of the focus node."""
_USES = re.compile(
    rf"(?P<quoted>{_QUOTED})|(?P<bound>\bBOUND\s*\(\s*[?$]this\s*\))|(?P<projection>\bSELECT\b[^{{]*?(?=\bWHERE\b|\{{|\Z))|"
    r"(?P<group>\bGROUP\s+BY\b[^{}]*?(?=\bHAVING\b|\bORDER\b|\bLIMIT\b|\bOFFSET\b|[{}]|\Z))|[?$]this\b",
    re.IGNORECASE,
)
_PART = re.compile(r"[()]|[?$]this\b")
_UNBINDABLE = re.compile(
    r"\b(?:MINUS|VALUES|SERVICE)\b|\bAS\s*[?$]this\b|[?$]shapesGraph\b|\bSELECT\b(?!(?:(?!\bSELECT\b)[^{])*[?$]this\b)",
    re.IGNORECASE,
)
"""What would change a variable that was bound beforehand, or not see it; and the shapes graph, which is not here."""


@dataclass(frozen=True, slots=True)
class Question:
    """A SELECT that can be asked about one focus node after the other.

    ``template`` has a mark where the focus node is put; ``free`` has ``?this`` there, for the store to bind, since no
    text can name a blank node. It is empty where the store cannot bind it.
    """

    template: str
    free: str

    def about(self, focus: Node) -> str:
        """The text of the query for one focus node; for a blank node ``?this`` is still to bind."""
        return self.template.replace(_THIS, focus.n3()) if isinstance(focus, URIRef | Literal) else self.free


def question(shapes: Shapes, shape: Node, constraint: Node) -> Question:
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


def _asked(prefixes: str, bound: str) -> Question:
    """The question of a query in which only ``$this`` is left to bind."""
    return Question(prefixes + _USES.sub(_bind, bound), _parsed(prefixes + bound))


def _without_shape(select: str, shape: Node, path: Node | None) -> str:
    """A query with ``$PATH`` and ``$currentShape`` replaced."""
    if isinstance(path, URIRef):
        select = _PATH.sub(lambda _: path.n3(), select)
    if isinstance(shape, URIRef):
        select = _BOUND.sub("(true)", select)
        select = _SHAPE.sub(lambda _: shape.n3(), select)
    return select


def _parsed(select: str) -> str:
    """A query as it is if the store can bind ``?this`` in it, else nothing."""
    try:
        Store().query(select, substitutions={THIS: BlankNode()})
    except (SyntaxError, RuntimeError):
        return ""
    return select


def _bind(use: re.Match[str]) -> str:
    """What becomes of one use of ``$this``."""
    if use["quoted"]:
        return use[0]
    if use["bound"]:
        return "(true)"
    if use["group"]:
        return _outside_parentheses(use[0], f"({_THIS} AS ?this)")
    if use["projection"]:
        rest = _outside_parentheses(use[0], "")
        return rest if _PROJECTED.search(rest) else f"{rest}(1 AS ?found{use.start()}) "
    return _THIS


def _outside_parentheses(text: str, replacement: str) -> str:
    """A clause with ``$this`` replaced: inside parentheses by the focus node, outside by something else."""
    depth = 0

    def _replace(part: re.Match[str]) -> str:
        nonlocal depth
        if part[0] in "()":
            depth += 1 if part[0] == "(" else -1
            return part[0]
        return _THIS if depth else replacement

    return _PART.sub(_replace, text)


def _problem(select: Node | None, asked: Question) -> str:
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
    if not is_select or _UNBINDABLE.search(_STRINGS.sub(" ", select)):
        return (
            "A sh:select and its subqueries have to be SELECTs that project $this, without MINUS, VALUES, SERVICE and "
            "$shapesGraph."
        )
    return ""


def _prefixes(shapes: Shapes, constraint: Node) -> str:
    """The ``PREFIX`` lines that the subjects of ``sh:prefixes`` and what they build on declare (SHACL §5.2.1)."""
    lines = []
    for declaration in shapes.graph.objects(constraint, SH.prefixes / MulPath(OWL.imports, "*") / SH.declare):
        prefix, namespace = shapes.value(declaration, SH.prefix), shapes.value(declaration, SH.namespace)
        lines.append(f"PREFIX {prefix}: <{namespace}>\n")
    return "".join(sorted(lines))
