"""The keywords and functions of SPARQL (SPARQL 1.1, section 19.8), and which of them a misspelt word probably is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from accord.did_you_mean import likeliest
from accord.formats import GRAPH_QUERIES
from accord.sparql.tokens import Token

UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
"""The words that begin an update."""
NO_SERVICE = (
    "This endpoint may not call this service.",
    "Query the other service yourself and put its results into VALUES, or write SERVICE SILENT: it gives an empty row.",
)
"""The message for a service that may not be called, and the remedy."""


_DOUBLE, _SINGLE = "\u201c\u201d\u201e\u00ab\u00bb\u2033", "\u2018\u2019\u201a\u2032"
"""Quotation marks that word processors and web pages put in place of the straight ones."""
_CODED = re.compile("%[0-9a-fA-F]{2}")


def instead_of(token: Token) -> str:
    """What to write for a character that SPARQL does not have, as a remedy: a word processor or a web page puts some in
    place of others, and a client may encode a query twice."""
    character = token[0]
    if _CODED.match(token.string, token.start()):
        return "Encode the query once: it is percent-encoded twice."
    if character in _DOUBLE:
        return 'Write a straight quotation mark: ".'
    if character in _SINGLE:
        return "Write a straight quotation mark: '."
    if character in "\u2013\u2014\u2212":
        return "Write a hyphen: -."
    if character == "\\":
        return "Write the character itself. In names an escape is for a letter or a digit, as \\u00e9 for é."
    return "Write an ordinary space." if character.isspace() or character in "\u200b\ufeff" else ""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


AGGREGATES = _set("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT")
"""Functions of a group of rows."""

_ONE = _set("STR LANG DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE ENCODE_FOR_URI YEAR MONTH DAY")
_ONE_MORE = _set(
    "HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC"
)
_TWO = _set("LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM")

ARGUMENTS = {
    **dict.fromkeys(_set("RAND NOW UUID STRUUID"), 0),
    **dict.fromkeys(_ONE | _ONE_MORE, 1),
    **dict.fromkeys(_TWO, 2),
    "IF": 3,
}
"""The number of arguments of each function that has a fixed number."""

_NEWER = _set("TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR ADJUST")
FUNCTIONS = ARGUMENTS.keys() | _set("BNODE CONCAT COALESCE REGEX SUBSTR REPLACE") | _NEWER
"""Functions of one row, including those of SPARQL 1.2 that the engine has."""

QUERY_TYPES = ("SELECT", "ASK", *GRAPH_QUERIES)
"""The keywords that say what type of query it is."""
PROLOGUE = ("BASE", "PREFIX", "VERSION")
"""The keywords that may come before it."""

_QUERIES = _set("BASE PREFIX VERSION SELECT CONSTRUCT DESCRIBE ASK DISTINCT REDUCED AS FROM NAMED WHERE")
_PATTERNS = _set("OPTIONAL GRAPH SERVICE SILENT BIND UNION MINUS FILTER IN NOT EXISTS TRUE FALSE A LATERAL")
_MODIFIERS = _set("ORDER BY ASC DESC GROUP HAVING LIMIT OFFSET VALUES UNDEF SEPARATOR")
_WORDS = _QUERIES | _PATTERNS | _MODIFIERS | AGGREGATES | FUNCTIONS
_ELSEWHERE = {
    "AND": "&&",
    "OR": "||",
    "LIKE": "CONTAINS or REGEX",
    "NULL": "UNDEF in VALUES, or BOUND in FILTER",
    "IS": "=",
    "BETWEEN": ">= and <=",
    "TOP": "LIMIT, at the end",
    "LEN": "STRLEN",
    "LOWER": "LCASE",
    "UPPER": "UCASE",
    "IFNULL": "COALESCE",
}
"""Words of other languages, and what SPARQL writes for them."""


def keywords() -> tuple[str, ...]:
    """All keywords and functions of SPARQL, in capitals, by the alphabet."""
    return tuple(sorted(_WORDS - {"A"}))


def known(word: str) -> bool:
    """Whether a word is a keyword or function of SPARQL, in capitals or not."""
    return word.upper() in _WORDS


def meant(word: str, among: Iterable[str] = ()) -> str:
    """The keyword that an unknown word was probably meant to be, or nothing.

    ``among`` are the keywords that can be at this place; where nobody names any, all can, and also what SPARQL writes
    for words of other languages.
    """
    upper = word.upper()
    if not among and upper in _ELSEWHERE:
        return _ELSEWHERE[upper]
    return likeliest(upper, among or _WORDS)


def no_query(text: str, prefixes: bool) -> str:
    """The message where there is no query; ``prefixes`` says whether it declares any."""
    if not text.strip():
        return "The query is empty."
    return f"There is no query, only {'prefixes' if prefixes else 'comments'}."


def no_beginning(word: str) -> str:
    """The message for a word that cannot begin a query."""
    if known(word):
        return f"A query cannot begin with {word}."
    likely = meant(word, (*QUERY_TYPES, *PROLOGUE))
    return f"Unknown keyword {word}; did you mean {likely}?" if likely else f"Unknown keyword {word}."


_CLAUSE = re.compile("BIND|FILTER|OPTIONAL|UNION|MINUS|SELECT|GRAPH")
_DIFFERS = re.compile("NOW|RAND|UUID")
_SHORT = 32


def contents(word: str) -> tuple[tuple[str, ...], bool, bool]:
    """The clauses in a word in capitals, whether it may be a function that differs each time, and whether a service."""
    return _remembered(word) if len(word) <= _SHORT else _contents(word)


def _contents(word: str) -> tuple[tuple[str, ...], bool, bool]:
    return tuple(_CLAUSE.findall(word)), bool(_DIFFERS.search(word)), "SERVICE" in word


_remembered = lru_cache(256)(_contents)
