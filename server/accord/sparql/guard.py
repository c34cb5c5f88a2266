"""What a query may contain, decided before any parser reads it.

A hundred bytes can keep the engine's parser busy for hours. So the tokens are read once, in linear time, and what costs
is counted, never too little. As pyoxigraph 0.5 does, the guard needs no space after a keyword (``SERVICEex:a {``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from accord.errors import ForbiddenError, LimitError, Place, QueryError
from accord.limits import QueryLimits, published
from accord.sparql.codepoints import iri_of
from accord.sparql.deviating import deviating
from accord.sparql.inspection import Inspection
from accord.sparql.plain_prologue import plain_prologue
from accord.sparql.tokens import CLOSERS, KINDS, Token, place_of, tokens
from accord.sparql.words import NO_SERVICE, PROLOGUE, QUERY_TYPES, UPDATES, contents, instead_of, no_beginning, no_query

_JOINT = re.compile("[.-]")
_GLUED = re.compile(r"(?:^|\.)(?:true|false|a)?filter", re.IGNORECASE)
_READ_TWICE = ("REGEX", "REPLACE", "SUBSTR", "GROUP_CONCAT")
_TERM = "·"  # ``before`` after an IRI, a name, a variable or a literal; else it is the token itself
_COMPLETE = (_TERM, ")", "}")
_BEGIN = "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE. Prefixes come before it: write PREFIX and a space."
_GLUED_NAME = "{} could be a name, or a keyword with a name after it."
_APART = "Put a space after FILTER or SERVICE; if it is a name, end the previous triple with a dot."
_DIVIDE = "Split the query into smaller ones, or download the data and query them on your own computer."
_SHOWN = 50  # characters of an unknown word, which may be 256 KiB long, in a message


def inspect(
    text: str, limits: QueryLimits, allowed_services: Container[str] = (), prefixes: Mapping[str, str] | None = None
) -> Inspection:
    """Read a query once, and let it pass or say why not.

    ``prefixes`` are those that need no declaration. Raises LimitError for a query that is too large or too deep,
    ForbiddenError for one that would call a service that is not in ``allowed_services``, and QueryError for one that is
    not a query, such as an update. SERVICE SILENT of any other service passes in a query that calls no service at all:
    the call fails, and SILENT turns that into the empty solution. What passes may still have syntax errors, which only
    the engine's parser finds.
    """
    if len(text) > limits.text or len(text.encode("utf-8", "replace")) > limits.text:
        raise _over("text", limits, status=413)
    reader = _Reader(limits, allowed_services, prefixes or {})
    reader.read(text)
    if reader.services and reader.silenced:
        raise reader.error(reader.silenced[0], *NO_SERVICE, ForbiddenError)
    return Inspection(
        query_type=reader.query_type,
        services=tuple(reader.services),
        from_graphs=tuple(reader.graphs),
        iris=tuple(reader.iris),
        cacheable=reader.cacheable and not reader.services,
        has_service=reader.has_service,
        deviations=deviating(text, reader.tokens),
    )


def _over(what: str, limits: QueryLimits, place: Place | None = None, status: int = 400) -> LimitError:
    limit = next(one for one in published(limits) if one.name == what)
    message = f"The query exceeds the limit of {limit.value:,} {limit.unit}. {limit.says}"
    return LimitError(message, limit=what, value=limit.value, status=status, place=place, remedy=_DIVIDE)


@dataclass(slots=True)
class _Reader:
    """One pass over the tokens: the open brackets, the token before, and the counts.

    It opens ``group`` (triples), ``list`` (a collection or part of a path), ``expression``, ``data`` (of VALUES),
    ``template`` (of CONSTRUCT, not joined) or ``select`` (what is around the groups of a query or subquery).
    """

    limits: QueryLimits
    allowed: Container[str]
    known: Mapping[str, str]  # prefixes that need no declaration
    prefixes: dict[str, str] = field(default_factory=dict)  # those that the query declares
    query_type: str = ""
    services: list[str] = field(default_factory=list)
    silenced: list[Token] = field(default_factory=list)  # services that are not allowed, and SILENT
    graphs: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    iris: dict[str, None] = field(default_factory=dict)
    declared: str | None = None
    tokens: list[Token] = field(default_factory=list)  # those that were read
    open: list[tuple[str, str, bool]] = field(default_factory=list)  # what closes it, its content, whether it doubles
    content: str = "select"
    before: str = ""
    fresh: bool = False  # a term here begins a triple that no dot announced
    has_service: bool = False  # SERVICE was read
    cacheable: bool = True  # no function was read that gives something else each time
    data: bool = False  # VALUES was read, its brace is still to come
    negated: bool = False  # the operator before was "!"
    service: Token | None = None  # SERVICE was read, its address is still to come
    silent: bool = False  # and SILENT with it
    doubt: tuple[Token, str] | None = None  # a name that is a keyword if this bracket follows

    def read(self, text: str) -> None:
        """Take every token in turn."""
        declared, start = plain_prologue(text)
        self.prefixes.update(declared)
        self.counts["values"], self.before = len(declared), _TERM if declared else ""
        for token in tokens(text, start):
            self.tokens.append(token)
            if self.service or self.doubt:
                self._settle(token)
            _TAKE[token.lastgroup or ""](self, token)
        if not self.query_type:
            raise QueryError(no_query(text, bool(self.prefixes)), remedy=_BEGIN)

    def _settle(self, token: Token) -> None:
        """Refuse what only the token after it shows: a service without an address, a keyword glued to a name."""
        if self.service and token.lastgroup not in ("iri", "name") and token[0].upper() != "SILENT":
            raise self.error(self.service, *NO_SERVICE, ForbiddenError)
        if self.doubt and self.doubt[1] == token[0]:
            kind = ForbiddenError if token[0] == "{" else QueryError
            raise self.error(self.doubt[0], _GLUED_NAME.format(self.doubt[0][0][:_SHOWN]), _APART, kind)
        self.doubt = None

    def _iri(self, token: Token) -> None:
        self._not_less(token)
        self._address(iri_of(token))
        self._term(token)

    def _not_less(self, token: Token) -> None:
        """SPARQL reads ``<...>`` as an IRI, but after a complete operand pyoxigraph reads ``<`` as less-than."""
        if self.content == "expression" and self.before in _COMPLETE:
            raise self.error(token, "An IRI cannot follow here.", "If < means less than, write a space after it.")

    def _name(self, token: Token) -> None:
        prefix, _, local = token[0].partition(":")
        self._joints(token, prefix)
        if not self.query_type:
            if self.before != "PREFIX":
                raise self.error(token, f"A query cannot begin with {token[0][:_SHOWN]}.", _BEGIN)
            self.declared, self.before = prefix, _TERM
            return
        known = self.prefixes.get(prefix, self.known.get(prefix))
        self._address(token[0] if known is None else known + local.replace("\\", ""))
        if "service" in token[0].lower() and self.content == "group" and self.before != "GRAPH":
            self.doubt = (token, "{")
        elif "filter" in prefix.lower() and _GLUED.search(prefix):
            self.doubt = (token, "(")
        self._term(token)

    def _address(self, address: str) -> None:
        """An IRI: of a service, of a graph of the dataset, of a prefix, or of any term."""
        if self.service:
            if address in self.allowed:
                self.services.append(address)
            elif self.silent:
                self.silenced.append(self.service)
            else:
                raise self.error(self.service, *NO_SERVICE, ForbiddenError)
            self.service = None
        elif self.before in ("FROM", "NAMED") and not self.open:
            self.graphs.append(address)
        elif self.declared is not None:
            self.prefixes[self.declared], self.declared = address, None
            return
        if self.query_type:
            self.iris[address] = None

    def _term(self, token: Token) -> None:
        if self.before.endswith("FILTER"):
            return
        if self.content == "group" and self.fresh:
            self._add("patterns", token)
            self.fresh = False
        elif self.content == "list" and self.before in (*_COMPLETE, "]"):
            self._add("patterns", token, 2)
        elif self.query_type == "DESCRIBE" and not self.open:
            self._add("operators", token)
        elif self.content in ("data", "select") and self.before != "^^":
            self._add("values", token)
        self.before = _TERM

    def _word(self, token: Token) -> None:
        upper = token[0].upper()
        last = self._joints(token, upper)
        if not self.query_type:
            self._begin(token, upper)
        clauses, differs, calls = contents(upper)
        for clause in clauses:
            self.counts[clause] += 1
            self._hold("clauses", self.counts[clause], token)
        self.cacheable = self.cacheable and not differs
        if calls:
            self.service, self.has_service, self.silent = token, True, upper.endswith("SILENT")
        elif upper == "SILENT":
            self.silent = self.service is not None
        if last.startswith("SELECT") and self.open:
            self._subquery(token)
        self.data = last == "VALUES"
        plain = token[0] == "a" or last.endswith(("TRUE", "FALSE")) or not last[:1].isalpha()
        self.fresh = self.fresh and plain
        self.before = _TERM if plain else last

    def _begin(self, token: Token, word: str) -> None:
        """The prologue ends with the word that says what kind of query it is."""
        if word in UPDATES:
            raise self.error(token, f"{word} begins an update, not a query, and this endpoint is read-only.", _BEGIN)
        if word not in (*QUERY_TYPES, *PROLOGUE):
            raise self.error(token, no_beginning(token[0][:_SHOWN]), _BEGIN)
        self.query_type = word if word in QUERY_TYPES else ""

    def _joints(self, token: Token, text: str) -> str:
        """Dots and hyphens in a word or a prefix may be its own, but also the ends of triples and minus signs."""
        if text.isalnum():
            return text
        if "." in text and self.content == "group":
            self._add("patterns", token, text.count("."))
        if "-" in text:
            self._add("operators", token, text.count("-"))
        return _JOINT.split(text)[-1]

    def _subquery(self, token: Token) -> None:
        """The brace before SELECT holds nothing to join but the group of the subquery."""
        self.counts["patterns"] -= self.before == "{"
        self.content = "select"
        closer, _, twice = self.open[-1]
        self.open[-1] = (closer, "select", True)
        self._add("doublings", token, not twice)

    def _opening(self, token: Token) -> None:
        bracket = token[0]
        if bracket == "<<":
            self._not_less(token)
        content = self._inside(bracket)
        if self.content != "data":
            self._weigh(token, content)
        twice = self.negated or bracket == "{|" or (bracket == "(" and self.before.endswith(_READ_TWICE))
        self.open.append((CLOSERS[bracket], content, twice))
        self._hold("nesting", len(self.open), token)
        self._add("doublings", token, twice)
        self.data = self.data and bracket == "("
        self.content, self.before, self.fresh, self.negated = content, bracket, False, False

    def _inside(self, bracket: str) -> str:
        """The kind of content that a bracket opens, from its place and the word before it."""
        if self.content == "data" or (self.data and bracket == "{"):
            return "data"
        if self.content == "template" or (bracket == "{" and self.before == "CONSTRUCT" and not self.open):
            return "template"
        inside = "list" if self.content in ("group", "list") and not self.before[:1].isalpha() else "expression"
        return inside if bracket == "(" else "group"

    def _weigh(self, token: Token, content: str) -> None:
        """A group is one thing to join, an element of a collection two, an annotation a reifier and a triple."""
        if token[0] == "(":
            self._add("operators", token)
        if content != "template":  # the parser takes quadratic time for its collections, but nothing is joined
            patterns = {"(": 2 if content == "list" else 0, "{|": 2}.get(token[0], 1)
            self._add("patterns", token, patterns + (2 if self.content == "list" else 0))

    def _closing(self, token: Token) -> None:
        """A bracket that closes no other is the parser's to refuse; it must not make the count lower."""
        if self.open and self.open[-1][0] == token[0]:
            _, content, twice = self.open.pop()
            self.counts["doublings"] -= twice
            self.fresh = content != "list"
            self.content = self.open[-1][1] if self.open else "select"
        self.before = token[0]

    def _mark(self, token: Token) -> None:
        self.before = _TERM if token[0].startswith("@") else token[0]

    def _operator(self, token: Token) -> None:
        if self.content != "data":
            self._add("operators", token)
        if self.content in ("group", "list"):
            self._add("patterns", token, {"~": 2, "/": 1}.get(token[0], 0))
        self.before, self.negated = token[0], token[0] == "!"

    def _point(self, token: Token) -> None:
        if what := {"group": "patterns", "expression": "values"}.get(self.content):
            self._add(what, token)
        self.before = token[0]

    def _stray(self, token: Token) -> None:
        if token[0] in "\"'":
            raise self.error(token, "This string is not closed, or contains an escape that SPARQL does not have.")
        raise self.error(token, f"The character {token[0]!r} is not allowed here.", instead_of(token))

    def _add(self, what: str, token: Token, number: int = 1) -> None:
        self.counts[what] += number
        self._hold(what, self.counts[what], token)

    def _hold(self, what: str, number: int, token: Token) -> None:
        if number > getattr(self.limits, what):
            raise _over(what, self.limits, place_of(token))

    def error(self, token: Token, message: str, remedy: str = "", kind: type[QueryError] = QueryError) -> QueryError:
        return kind(message, place=place_of(token), remedy=remedy, token=token[0])


_TAKE = {kind: getattr(_Reader, f"_{kind}") for kind in KINDS}
