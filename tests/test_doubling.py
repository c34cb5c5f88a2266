"""A text that is twice as long takes about twice the time, whatever it holds: no stranger's text may hold the process.

Each regular expression of the package is run over texts that repeat what makes expressions try again, and each function
that reads texts of strangers (queries, contributions, headers, words to search for) likewise.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request

import accord
from accord import formats, turtle
from accord.did_you_mean import likeliest
from accord.engine import Query
from accord.errors import AccordError
from accord.limits import QueryLimits
from accord.names import XSD, local_name
from accord.publication import Publication, SourceFile
from accord.search import Filters
from accord.search.codes import readings
from accord.search.folding import folded, initials
from accord.search.snippets import snippet
from accord.search.sums import in_digits
from accord.serialization import fit
from accord.sparql.guard import inspect
from accord.sparql.syntax import syntax_error
from accord.sparql.tokens import tokens
from accord.things.natural_order import natural
from accord.turtle import iris
from accord.validation import hints
from accord.validation.datatypes import is_well_formed
from accord.validation.reports import printable
from accord.validation.stages import style
from accord.web import Site
from accord.web.literal_format import wording
from accord.web.sparql.protocol import asked
from doubling import UNITS, WORST, grows, texts

PACKAGE = Path(accord.__file__).parent
MAKING = {"compile", "match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
COMPILED_LATER = {"validation/shacl/patterns/__init__.py", "turtle/tokens.py"}
"""Where a pattern is made in a function: of a shape, to see whether it is one; of Turtle, for a table that is found."""


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Every regular expression of the package, by its module and name."""
    for module in pkgutil.walk_packages(accord.__path__, "accord."):
        if not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                yield from _within(f"{module.name}.{name}", value)


def _within(name: str, value: object) -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict) and not name.endswith("__builtins__"):
        for key, one in value.items():
            yield from _within(f"{name}[{key}]", one)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _within(name, one)


FOUND = {value: name for name, value in patterns()}

BOUNDED = {
    "accord.parsing.jsonld._TOKEN": "Reading ends with the first string that does not.",
    "accord.sparql.tokens._TOKEN": "Tokens end with the first string that does not.",
    "accord.turtle.tokens._TOKEN": "Strings with three quotes are not looked for where they cannot end.",
}
"""Expressions whose text is cut by those who use them, and how; the functions below show it."""


def _subject(pattern: re.Pattern[str] | re.Pattern[bytes], text: str) -> Any:
    return text.encode() if isinstance(pattern.pattern, bytes) else text


RUNS: dict[str, Callable[[Any], Callable[[str], object]]] = {
    "anywhere": lambda pattern: lambda text: pattern.sub(pattern.pattern[:0], _subject(pattern, text)),
    "match": lambda pattern: lambda text: pattern.match(_subject(pattern, text)),
    "fullmatch": lambda pattern: lambda text: pattern.fullmatch(_subject(pattern, text)),
}


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_expression_is_compiled_where_a_module_begins(path: Path) -> None:
    """So that none is missed here."""
    for function in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for node in ast.walk(function):
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "re" and node.attr in MAKING:
                    assert str(path.relative_to(PACKAGE)) in COMPILED_LATER, f"{path}:{node.lineno}"


def used(name: str) -> set[str]:
    """How its module uses an expression: from the start of a text with ``match`` or ``fullmatch``, else ``anywhere``.

    One of several in a table is called ``pattern`` or ``form`` where it is used, or is taken by its key.
    """
    module, _, variable = name.partition("[")[0].rpartition(".")
    found: dict[str, set[str]] = {variable: set(), "pattern": set(), "form": set()}
    for node in ast.walk(ast.parse(Path(importlib.import_module(module).__file__ or "").read_text("utf-8"))):
        if isinstance(node, ast.Attribute):
            owner = node.value.value if isinstance(node.value, ast.Subscript) else node.value
            if isinstance(owner, ast.Name) and owner.id in found:
                found[owner.id].add(node.attr)
    methods = next(filter(None, (methods - {"items", "get"} for methods in found.values())), {"search"})
    return methods if methods <= {"match", "fullmatch"} else {"anywhere"}


def test_the_expressions_are_found() -> None:
    names = set(FOUND.values())
    assert {
        "accord.sparql.tokens._TOKEN",
        "accord.turtle.terms._LITERAL",
        "accord.validation.stages.style._COLON",
    } <= names
    assert "accord.search.codes._PATTERNS[ROR]" in names


@pytest.mark.parametrize("pattern", FOUND, ids=FOUND.get)
def test_no_expression_needs_what_the_oldest_python_does_wrong(pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    """``re`` of Python 3.11.2 (Debian 12) mishandles possessive quantifiers and atomic groups (CPython 106052)."""
    assert _mishandled(pattern.pattern, pattern.flags) == set()


@pytest.mark.parametrize("pattern", ["a++", "(?:a|b)*+", "a?+", "a{2,3}+", "(?=b(?>a|b))", "(?:a|(c++))"])
def test_what_the_oldest_python_does_wrong_is_found(pattern: str) -> None:
    assert len(_mishandled(pattern, 0)) == 1


def _mishandled(pattern: str | bytes, flags: int) -> set[str]:
    """The opcodes of possessive quantifiers and atomic groups in an expression."""
    listing = io.StringIO()
    with contextlib.redirect_stdout(listing):
        re._parser.parse(pattern, flags).dump()  # type: ignore[attr-defined]
    return {word for word in listing.getvalue().split() if word in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP")}


@pytest.mark.parametrize(
    ("pattern", "use", "unit"),
    [
        (r"([\w.-]*):[\w.%:-]*", "anywhere", "a"),
        (r" +(?=\r?\n|\Z)", "anywhere", " "),
        (r"\n{2,}\Z", "anywhere", "\n"),
        (r"(?:a+)+b", "match", "a"),
        (r"a*a*a*b", "fullmatch", "a"),
    ],
)
def test_an_expression_that_takes_the_square_or_more_is_caught(pattern: str, use: str, unit: str) -> None:
    assert unit in UNITS
    assert grows(RUNS[use](re.compile(pattern)), lambda size: unit * size + "\0", (24, 400, 2_500)) > WORST


@pytest.mark.parametrize(
    "pattern", [one for one in FOUND if FOUND[one].partition("[")[0] not in BOUNDED], ids=FOUND.get
)
def test_an_expression_takes_twice_the_time_for_twice_the_text(pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    name = FOUND[pattern]
    runs = tuple(RUNS[use](pattern) for use in used(name))
    bad = {}
    for text in texts():
        if any(grows(run, text) > WORST for run in runs):
            bad[text(40)] = name
        if len(bad) > 3:
            break
    assert bad == {}


LIMITS = replace(QueryLimits(), values=10**9, operators=10**9, patterns=10**9)
"""So that long texts are read to their end; brackets stay bounded, as what is open is looked at for each."""
WHERE = ("SELECT * { ?s ?p ?o . {} }", "SELECT {} { ?s ?p ?o }", "SELECT * { VALUES ?x { {} } }", '{} "{}"')
"""Where in a query a text may stand."""
DATATYPES = ("integer", "decimal", "double", "date", "dateTime", "gYear", "gYearMonth", "boolean", "anyURI", "time")
NUMBERS = count()
"""What makes each text new, so that nothing is remembered of it."""


def _turtle(text: str) -> object:
    return turtle.read(text)


def _explained(text: str) -> object:
    for where in WHERE:
        with suppress(AccordError):
            query = where.replace("{}", text)
            inspect(query, LIMITS)
            _explanations(query)
    return None


def _explanations(text: str) -> None:
    lines = text.split("\n")
    for complaint in ("expected OPTIONAL", "Prefix not found", "IRI parsing failed", "expected <unreported>"):
        syntax_error(f"error at {len(lines)}:{len(lines[-1]) + 1}: {complaint}", text, ("lsp", "rdfs"))


def _header(value: str) -> object:
    request = Request.from_values("/sparql", headers={"Accept": value.replace("\n", "").replace("\r", "")})
    return formats.negotiate(request.headers["Accept"], formats.GRAPH_RESULT_FORMATS), request.accept_encodings


def _asked(publication: Publication, text: str) -> object:
    body = f"query={quote_plus(text)}&timeout={quote_plus(text)}&default-graph-uri={quote_plus(text)}"
    kind = "application/x-www-form-urlencoded"
    return asked(Request.from_values("/sparql", method="POST", data=body, content_type=kind), publication, ())


def _query(site: Site, text: str) -> Query:
    inspection = inspect(text, LIMITS, prefixes=site.publication.settings.prefixes)
    return Query(text, formats.JSON, inspection=inspection)


READERS: dict[str, Callable[[str], object]] = {
    "guard": lambda text: inspect(text, LIMITS),
    "limited guard": lambda text: inspect(text, QueryLimits()),
    "tokens": lambda text: list(tokens(text)),
    "explanation": _explained,
    "headers": _header,
    "turtle": _turtle,
    "decoding": lambda text: turtle.decode(text.encode("utf-16")),
    "IRI": lambda text: (iris.absolute(f"a:{text}"), iris.relative(text), iris.wrong_character(text)),
    "resolved IRI": lambda text: iris.resolve(f"https://a/{text}", text),
    "local name": local_name,
    "folded words": folded,
    "initials": initials,
    "sums": in_digits,
    "snippet": lambda text: snippet(text, lambda word: word == "a"),
    "codes": lambda text: list(readings(text)),
    "order of names": natural,
    "well-formed literals": lambda text: [is_well_formed(text, XSD + name) for name in DATATYPES],
    "hints": lambda text: [hints.value_of(text, XSD + name) for name in DATATYPES],
    "likely words": lambda text: likeliest(text, (f"a{number}" for number in range(100))),
    "wording": lambda text: [wording(Literal(text, datatype=NamedNode(XSD + name))) for name in DATATYPES],
    "report": printable,
    "RDF/XML": lambda text: fit(text.encode()),
}
"""What reads texts of strangers without a publication."""
PASSED = (AccordError, ValueError, HTTPException)
"""How a text is refused."""


def _new(read: Callable[[str], object]) -> Callable[[str], object]:
    """The function on a text that was never read before."""

    def run(text: str) -> None:
        with suppress(*PASSED):
            read(f"{text} {next(NUMBERS)}")

    return run


def _linear(read: Callable[[str], object]) -> None:
    short = list(texts(("",)))[::2]
    bad = [text(40) for text in short if grows(_new(read), text, (24, 300, 2_500)) > WORST]
    assert bad == []


@pytest.mark.parametrize("name", READERS)
def test_a_reader_takes_twice_the_time_for_twice_the_text(name: str) -> None:
    _linear(READERS[name])


def test_what_knows_a_publication_takes_twice_the_time_for_twice_the_text(site: Site) -> None:
    for read in (
        lambda text: _asked(site.publication, text),
        lambda text: site.explainer.glance(_query(site, text)),
        site.search.identifiers.find,
        lambda text: site.search.find(text, Filters(), 0, 10),
        lambda text: site.search.matcher.candidates(text, (text,), lambda _: True, lambda _: None),
        lambda text: site.things.similar.to(text),
        site.addresses.path,
        site.addresses.expand,
        site.addresses.short,
    ):
        _linear(read)


@pytest.mark.parametrize("where", ["{}", "# {}", '# A file.\n\n<a:a> <a:b> """{}""" .', "<a:a> <a:b> {} <a:c> ."])
def test_the_style_takes_twice_the_time_for_twice_the_text(tiny: Publication, where: str) -> None:
    _linear(lambda text: style.check(tiny, [SourceFile("new.ttl", ("data",), where.replace("{}", text).encode())]))
