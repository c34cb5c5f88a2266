"""The parameters that an example query declares in its leading comments.

``# @param region: ex:Region = ex:north "Place"`` declares the variable ``?region``: its values are things of a class,
the one after ``=`` is the default, and the string is what people read. Instead of a class there may be a datatype
(``xsd:gYear``), a language (``@en``), or the values to choose from, with bars between them. ``region?`` may be left
out. The variables of grlc, such as ``?_year_integer``, need no declaration.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.errors import QueryError
from accord.names import RDF, XSD, Prefixes
from accord.queries.decorators import Decorators
from accord.sparql.rewriting.binding import Value
from accord.sparql.tokens import Token, tokens

LANG_STRING = RDF + "langString"
IRI = XSD + "anyURI"
"""The datatype that means any IRI, as a node."""

_NAME = re.compile(r"([A-Za-z][A-Za-z0-9_]*)(\??)")
_GRLC = re.compile(r"(__?)([^_]+)(?:_([A-Za-z0-9]+))?(?:_([A-Za-z0-9]+))?.*")
_GRLC_TYPES = {"iri": IRI, "number": XSD + "decimal", "literal": XSD + "string", "string": XSD + "string"}
_GRLC_DATATYPES = frozenset(
    ("boolean", "decimal", "double", "float", "integer", "date", "dateTime", "time", "gYear", "gYearMonth", "duration")
)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_TAKEN = ("format", "page", "bom", "query", "infer", "timeout", "version", "edit")
_FORM = 'Write it as in: # @param region: ex:Region = ex:north "Place".'


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the address of a question gives to a variable.

    ``name`` is its name in the address, ``variable`` that in the query, without the question mark. ``kind`` is the IRI
    of a class or of a datatype, ``language`` the tag of a language for ``rdf:langString``. ``choices`` are all values
    that are allowed, where they are listed. ``words`` are what people read, empty where the file says nothing.
    """

    name: str
    variable: str
    kind: str
    language: str = ""
    choices: tuple[Value, ...] = ()
    default: Value | None = None
    optional: bool = False
    words: str = ""

    @property
    def is_thing(self) -> bool:
        """Whether its values are the things of a class."""
        return not self.choices and not self.kind.startswith(XSD) and self.kind != LANG_STRING


def parameters(
    annotations: Sequence[str], decorators: Decorators, variables: Sequence[str], prefixes: Prefixes
) -> tuple[Parameter, ...]:
    """The parameters of a query with these variables, in the order of their declaration.

    ``annotations`` are what follows ``@param``. Raises QueryError for a declaration that cannot be read, or of a
    variable that the query does not have.
    """
    declared = [_declared(line, prefixes) for line in annotations]
    found = {one.name: one for one in declared}
    for variable in variables:
        if (match := _GRLC.fullmatch(variable)) and variable not in found:
            parameter = _of_grlc(variable, match, decorators, prefixes)
            found.setdefault(parameter.name, parameter)
    for one in found.values():
        if one.variable not in variables:
            raise QueryError(f"The parameter {one.name} is not used: the query has no variable ?{one.variable}.")
        if one.name in _TAKEN:
            raise QueryError(f"A parameter cannot have the name {one.name}, which means something else in addresses.")
    if len(found) < len(declared):
        raise QueryError("A parameter is declared twice.", remedy="Declare each once.")
    return tuple(found.values())


def _declared(line: str, prefixes: Prefixes) -> Parameter:
    """The parameter of one ``@param``."""
    head, _, rest = line.partition(":")
    match = _NAME.fullmatch(head.strip())
    found = list(tokens(rest))
    if not match or not found:
        raise QueryError(f"This declares no parameter: @param {line[:80]}", remedy=_FORM)
    words = ""
    if found[-1].lastgroup == "term" and found[-1][0][0] in "\"'" and len(found) > 1 and found[-2][0] not in ("=", "|"):
        words = _string(found.pop()[0])
    equals = next((place for place, token in enumerate(found) if token[0] == "="), len(found))
    choices, kind, language = _kind(found[:equals], prefixes, line)
    default = _term(found[equals + 1 :], kind, language, prefixes, line) if equals < len(found) else None
    if choices and default is not None and default not in choices:
        raise QueryError(f"The default of {match[1]} is not one of its values.", remedy="Choose one of them.")
    return Parameter(match[1], match[1], kind, language, choices, default, bool(match[2]), words)


def _kind(found: list[Token], prefixes: Prefixes, line: str) -> tuple[tuple[Value, ...], str, str]:
    """The values to choose from, or none; the class or datatype; and the language."""
    parts: list[list[Token]] = [[]]
    for token in found:
        if token[0] == "|":
            parts.append([])
        else:
            parts[-1].append(token)
    if len(parts) > 1:
        return tuple(_term(part, "", "", prefixes, line) for part in parts), "", ""
    if len(found) == 1 and found[0][0].startswith("@"):
        return (), LANG_STRING, found[0][0][1:]
    term = _term(found, "", "", prefixes, line)
    if not isinstance(term, NamedNode):
        raise QueryError(f"This is neither a class nor a datatype: @param {line[:80]}", remedy=_FORM)
    return (), term.value, ""


def _term(found: list[Token], kind: str, language: str, prefixes: Prefixes, line: str) -> Value:
    """One term. A string or a number without a datatype has the datatype of the parameter."""
    text, group = (found[0][0], found[0].lastgroup) if found else ("", "")
    if len(found) == 1 and group == "iri":
        return NamedNode(text[1:-1])
    if len(found) == 1 and group == "name" and (iri := prefixes.expand(text)):
        return NamedNode(iri)
    if group == "term" and text[0] in "\"'":
        return _literal(_string(text), found[1:], kind, language, prefixes, line)
    if len(found) == 1 and (_NUMBER.fullmatch(text) or text in ("true", "false")):
        own = kind if kind.startswith(XSD) and kind != IRI else _datatype(text)
        return Literal(text, datatype=NamedNode(own))
    raise QueryError(f"This is not a value for a parameter: @param {line[:80]}", remedy=_FORM)


def _literal(text: str, rest: list[Token], kind: str, language: str, prefixes: Prefixes, line: str) -> Value:
    if len(rest) == 1 and rest[0][0].startswith("@"):
        return Literal(text, language=rest[0][0][1:])
    if len(rest) == 2 and rest[0][0] == "^^":
        datatype = _term(rest[1:], IRI, "", prefixes, line)
        return Literal(text, datatype=NamedNode(datatype.value))
    if rest:
        raise QueryError(f"This is not a value for a parameter: @param {line[:80]}", remedy=_FORM)
    return typed(text, kind, language)


def typed(text: str, kind: str, language: str = "") -> Value:
    """A string as a value of a parameter: an IRI, or a literal of its datatype or language.

    Raises QueryError for a string that is not an IRI.
    """
    if kind == IRI:
        try:
            return NamedNode(text)
        except ValueError as error:
            raise QueryError(f"{text[:80]!r} is not an IRI.", remedy="Write it in full, as in https://…") from error
    if kind == LANG_STRING:
        return Literal(text, language=language)
    return Literal(text, datatype=NamedNode(kind)) if kind.startswith(XSD) else Literal(text)


def _datatype(text: str) -> str:
    if text in ("true", "false"):
        return XSD + "boolean"
    return XSD + ("decimal" if "." in text else "integer")


def _string(token: str) -> str:
    """The value of a string token of SPARQL."""
    quotes = 3 if token[:3] in ('"""', "'''") and len(token) > 5 else 1
    return _ESCAPE.sub(lambda one: _ESCAPED.get(one[1], one[1]), token[quotes:-quotes])


def _of_grlc(variable: str, match: re.Match[str], decorators: Decorators, prefixes: Prefixes) -> Parameter:
    """The parameter of a variable such as ``?_year_integer``, ``?_name_en`` or ``?__day_xsd_date``."""
    required, name, kind, local = match.groups()
    language, datatype = "", _GRLC_TYPES.get(kind or "string", XSD + "string")
    if kind and kind not in _GRLC_TYPES:
        if local and (expanded := prefixes.expand(f"{kind}:{local}")):
            datatype = expanded
        elif kind in _GRLC_DATATYPES:
            datatype = XSD + kind
        elif len(kind) == 2:
            language, datatype = kind, LANG_STRING
    keys = (name, variable, f"?{variable}")
    default = [typed(one, datatype, language) for one in decorators.values("defaults", *keys)[:1]]
    choices = tuple(typed(one, datatype, language) for one in decorators.values("enumerate", *keys))
    first = default[0] if default else None
    return Parameter(name, variable, datatype, language, choices, first, optional=required == "__")
