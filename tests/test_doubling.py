"""A text that is twice as long takes about twice the time, whatever it holds: no stranger's text may hold the process.

Each regular expression of the package is run over texts that repeat what makes expressions try again, and each function
that reads texts of strangers (queries, contributions, headers, words to search for) likewise.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import accord
from doubling import UNITS, WORST, grows, texts

PACKAGE = Path(accord.__file__).parent
MAKING = {"compile", "match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"}
COMPILED_LATER = {("soundness", "compile")}
"""Where a pattern is made in a function: to see whether the pattern of a shape is one."""


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
    "accord.sparql.tokens._TOKEN": "Tokens end with the first string that does not.",
    "accord.turtle.tokens._TOKEN": "Reading ends after 1,000 mistakes, and each string without an end is one.",
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
                    assert (path.stem, node.attr) in COMPILED_LATER, f"{path}:{node.lineno}"


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
        "accord.turtle.tokens._TOKEN",
        "accord.validation.stages.style._COLON",
    } <= names
    assert "accord.search.codes._PATTERNS[ROR]" in names


@pytest.mark.parametrize(
    ("pattern", "use", "unit"),
    [
        (r"([\w.-]*):[\w.%:-]*", "anywhere", "a"),
        (r" +(?=\r?\n|\Z)", "anywhere", " "),
        (r"\n{2,}\Z", "anywhere", "\n"),
        (r"\bSELECT\b[^{]*?(?=\bWHERE\b|\{)", "anywhere", "SELECT "),
        (r"(?:a+)+b", "match", "a"),
        (r"a*a*a*b", "fullmatch", "a"),
    ],
)
def test_an_expression_that_takes_the_square_or_more_is_caught(pattern: str, use: str, unit: str) -> None:
    assert unit in UNITS
    assert grows(RUNS[use](re.compile(pattern)), lambda size: unit * (size // len(unit)) + "\0") > WORST


@pytest.mark.parametrize("pattern", [one for one in FOUND if FOUND[one] not in BOUNDED], ids=FOUND.get)
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
