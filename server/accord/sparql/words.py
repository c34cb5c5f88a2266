"""The words of SPARQL (SPARQL 1.1, section 19.8), and which of them somebody meant who wrote another."""

from __future__ import annotations

from accord.did_you_mean import likeliest


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


AGGREGATES = _set("COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT")
"""Functions that make one value of a group of rows."""

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
"""How many arguments a function takes, for those that take a fixed number."""

_NEWER = _set("TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE LANGDIR HASLANG HASLANGDIR STRLANGDIR ADJUST")
FUNCTIONS = ARGUMENTS.keys() | _set("BNODE CONCAT COALESCE REGEX SUBSTR REPLACE") | _NEWER
"""Functions that make one value of one row, those of SPARQL 1.2 that the engine knows among them."""

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
"""What people bring along from other languages, and how SPARQL says it."""


def known(word: str) -> bool:
    """Whether a word has a meaning in SPARQL; capitals do not matter."""
    return word.upper() in _WORDS


def meant(word: str) -> str:
    """How SPARQL writes what an unknown word was probably meant to be, or nothing."""
    upper = word.upper()
    return _ELSEWHERE.get(upper) or likeliest(upper, _WORDS)
