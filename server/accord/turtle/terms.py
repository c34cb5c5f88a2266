"""Turns the tokens that stand for a term into rdflib terms, spelled exactly as the source spells them."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Mapping
from functools import lru_cache
from uuid import uuid4

from rdflib.namespace import RDF, XSD
from rdflib.term import BNode, Literal, Node, URIRef

from accord.did_you_mean import likeliest
from accord.names import WELL_KNOWN
from accord.turtle import faults, iris, number_faults
from accord.turtle.document import Fault
from accord.turtle.tokens import IRI, LANGUAGE, NAME, SPACE, STRING

# A literal of the wrong form becomes a finding with a place; what rdflib says of it, without one, would only hide that.
logging.getLogger("rdflib.term").setLevel(logging.ERROR)
warnings.filterwarnings("ignore", "Parsing weird boolean", UserWarning)

_LITERAL = re.compile(
    f"(?P<string>{STRING})(?:{SPACE}(?:(?P<language>{LANGUAGE})|\\^\\^{SPACE}(?:(?P<iri>{IRI})|(?P<name>{NAME}))))?",
    re.DOTALL,
)
_TYPE = RDF.type
_BOOLEAN, _INTEGER, _DECIMAL, _DOUBLE = XSD.boolean, XSD.integer, XSD.decimal, XSD.double
_TIDIED = {XSD.token, XSD.normalizedString}
_WRONG: Mapping[str, Callable[[str, int, int], Fault]] = {
    "broken_literal": faults.broken_string,
    "open_long_literal": faults.open_string,
    "open_literal": faults.open_string,
    "quoted": faults.typographic_quotes,
    "open_iri": faults.open_iri,
    "wrong_name": faults.wrong_name,
    "wrong_number": number_faults.wrong_number,
}
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|[uU][0-9A-Fa-f]*|.)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_NO_LETTERS: Mapping[str, str] = {}

# RFC 5646 §2.1: language, script, region, variants, extensions, private use; or private use alone; or the old tags.
_LANGUAGE_TAG = re.compile(
    r"(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})(?:-[a-z]{4})?(?:-(?:[a-z]{2}|[0-9]{3}))?"
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?"
    r"|x(?:-[a-z0-9]{1,8})+|en-gb-oed|sgn-(?:be-fr|be-nl|ch-de)"
    r"|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu))",
    re.IGNORECASE | re.ASCII,
)

_SHARED = 10_000
"""IRIs that texts share, in about 3 MB: the properties, classes and datatypes, which thousands of files repeat."""
_iri_of = lru_cache(_SHARED)(URIRef)


class TermReader:
    """The terms of one text: knows its prefixes, its base and its blank nodes, and reports what is wrong in a term.

    Each spelling is made into a term once; the memory of it lasts until the next declaration.
    """

    def __init__(self, text: str, base: str | None, longest: int, report: Callable[[Fault], None]) -> None:
        self.prefixes: dict[str, str] = {}
        self._text = text
        self._base = base
        self._longest = longest
        self._report = report
        self._terms: dict[str, Node] = {}
        self._excused: set[str | None] = set()
        self._unnamed = 0
        self._labels: dict[str, BNode] = {}
        self._stem = f"n{uuid4().hex}b"
        self._blanks = 0
        self._makers: dict[str, Callable[[int, int], Node | None]] = {
            "name": self._named,
            "iri": self._iri,
            "a": lambda start, end: _TYPE,
            "label": self._labelled,
            "literal": self._literal,
            "number": self._number,
            "boolean": lambda start, end: Literal(text[start:end], datatype=_BOOLEAN, normalize=False),
        }

    def term(self, kind: str, start: int, end: int) -> Node | None:
        """The term that the token stands for, or None after a fault in it was reported."""
        spelling = self._text[start:end]
        term = self._terms.get(spelling)
        if term is None:
            if kind not in self._makers:
                self._report(_WRONG[kind](self._text, start, end))
                return None
            term = self._makers[kind](start, end)
            if term is not None:
                self._terms[spelling] = term
        return term

    def declare(self, prefix: str, start: int, end: int) -> None:
        """Give ``prefix`` the meaning of the IRI from ``start`` to ``end``."""
        namespace = self._iri(start, end)
        self._terms.clear()
        if namespace is None:
            self.excuse(prefix)
        else:
            self.prefixes[prefix] = str(namespace)

    def excuse(self, prefix: str | None) -> None:
        """Say no more about ``prefix``, or about the base for None: its declaration has a fault that is reported."""
        self._excused.add(prefix)

    def excuse_one(self) -> None:
        """Say nothing about the next unknown prefix: a declaration without a name was most likely its own."""
        self._unnamed += 1

    def rebase(self, start: int, end: int) -> None:
        """Let relative IRIs from here on refer to the IRI from ``start`` to ``end``."""
        base = self._iri(start, end)
        self._terms.clear()
        self._base = None if base is None else str(base)
        self.excuse(None)

    def blank(self) -> BNode:
        """A new blank node, not to be met in any other document."""
        self._blanks += 1
        return BNode(f"{self._stem}{self._blanks}")

    def _labelled(self, start: int, end: int) -> BNode:
        label = self._text[start:end]
        if label not in self._labels:
            self._labels[label] = self.blank()
        return self._labels[label]

    def _iri(self, start: int, end: int) -> URIRef | None:
        """The IRI between two offsets, resolved; ``None`` for one with a mistake, which is reported."""
        raw = self._text[start + 1 : end - 1]
        reference = self._unescaped(raw, start + 1, _NO_LETTERS) if "\\" in raw else raw
        if reference is None:
            return None
        if iris.absolute(reference):
            return _iri_of(reference)
        if iris.relative(reference):
            return self._resolved(reference, start, end)
        wrong = iris.wrong_character(reference)
        if wrong is None:
            self._report(faults.wrong_iri((start, end)))
        else:
            span = (start + 1 + wrong, start + 2 + wrong) if raw == reference else (start, end)
            self._report(faults.iri_character(reference[wrong], span))
        return None

    def _resolved(self, reference: str, start: int, end: int) -> URIRef | None:
        if self._base is None:
            if None not in self._excused:
                self._report(faults.relative((start, end)))
            return None
        iri = iris.resolve(self._base, reference)
        if iris.absolute(iri):
            return _iri_of(iri)
        self._report(faults.wrong_iri((start, end)))
        return None

    def _named(self, start: int, end: int) -> URIRef | None:
        prefix, _, local = self._text[start:end].partition(":")
        if prefix not in self.prefixes and prefix.lstrip("\ufeff") in self.prefixes:  # files were joined
            self._report(faults.wrong_space(prefix[0], (start, start + 1)))
            prefix = prefix.lstrip("\ufeff")
        namespace = self.prefixes.get(prefix)
        if namespace is None and self._text[start:end] == "a:":
            self._report(faults.word_of_class((start, end)))
            return None
        if namespace is None:
            self._undeclared(prefix, start)
            return None
        iri = namespace + (_ESCAPED.sub(r"\1", local) if "\\" in local else local)
        if iris.absolute(iri):
            return _iri_of(iri)
        self._report(faults.wrong_iri((start, end)))
        return None

    def _undeclared(self, prefix: str, start: int) -> None:
        """A missing declaration is one mistake however often it is missed; a slip of the pen is one each time."""
        if prefix in self._excused:
            return
        meant = "" if prefix in WELL_KNOWN else likeliest(prefix, self.prefixes)
        if not meant:
            self._excused.add(prefix)
            if self._unnamed:
                self._unnamed -= 1
                return
        self._report(faults.undeclared(prefix, (start, start + len(prefix) + 1), meant))

    def _number(self, start: int, end: int) -> Literal | None:
        digits = self._text[start:end]
        if len(digits) > self._longest:
            self._report(faults.too_long(self._longest, (start, end)))
            return None
        if "e" in digits or "E" in digits:
            return Literal(digits, datatype=_DOUBLE, normalize=False)
        return Literal(digits, datatype=_DECIMAL if "." in digits else _INTEGER, normalize=False)

    def _literal(self, start: int, end: int) -> Literal | None:
        """The literal between two offsets; ``None`` for one with a mistake, which is reported."""
        match = _LITERAL.match(self._text, start)
        assert match is not None, "the tokens take only whole literals for one"
        width = 3 if self._text.startswith(('"""', "'''"), start) else 1
        first, last = start + width, match.end("string") - width
        lexical: str | None = self._text[first:last]
        if last - first > self._longest:
            self._report(faults.too_long(self._longest, (first, last)))
            return None
        if "\\" in self._text[first:last]:
            lexical = self._unescaped(self._text[first:last], first, _LETTERS)
        if match["language"]:
            return self._tagged(lexical, *match.span("language"))
        kind = match.lastgroup
        if kind == "string":
            return None if lexical is None else Literal(lexical)
        datatype = self.term(kind or "", *match.span(kind or 0))
        return _typed(lexical, datatype) if lexical is not None and isinstance(datatype, URIRef) else None

    def _tagged(self, lexical: str | None, start: int, end: int) -> Literal | None:
        tag = self._text[start + 1 : end]
        if _LANGUAGE_TAG.fullmatch(tag):
            return None if lexical is None else Literal(lexical, lang=tag)
        likely = tag.replace("_", "-")
        self._report(faults.language(tag, (start, end), likely if _LANGUAGE_TAG.fullmatch(likely) else ""))
        return None

    def _unescaped(self, raw: str, offset: int, letters: Mapping[str, str]) -> str | None:
        """``raw``, which begins at ``offset``, without its escapes; None when one of them is wrong."""
        wrong: list[Fault] = []

        def character(match: re.Match[str]) -> str:
            span = (offset + match.start(), offset + match.end())
            if match.lastindex is None:
                if match[0][1] not in letters:
                    wrong.append(faults.escape(match[0], span, in_iri=not letters))
                return letters.get(match[0][1], "")
            point = int(match[match.lastindex], 16)
            if point > 0x10FFFF:
                wrong.append(faults.escape(match[0], span, in_iri=not letters))
            elif 0xD800 <= point < 0xE000:
                wrong.append(faults.surrogate(span))
            else:
                return chr(point)
            return ""

        text = _ESCAPE.sub(character, raw)
        for fault in wrong:
            self._report(fault)
        return None if wrong else text


def _typed(lexical: str, datatype: URIRef) -> Literal:
    """A typed literal as it is written; rdflib itself would tidy the spaces of these two types away."""
    if datatype not in _TIDIED:
        return Literal(lexical, datatype=datatype, normalize=False)
    literal = Literal(lexical)
    literal.__setstate__((None, {"language": None, "datatype": datatype}))
    return literal
