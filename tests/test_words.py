"""Plain English: words and phrases that the project does not use, each with the reason and what to write instead.

They are looked for wherever a person reads: the README, the changes, help texts, page templates, queries, and in Python
the docstrings, comments, strings and names; of the tests, the names.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest

from accord.cli import main
from places import ROOT, TESTS

PACKAGE = ROOT / "server" / "accord"


class Word(NamedTuple):
    """A word or phrase, as a regular expression, that is not used."""

    pattern: str
    reason: str
    instead: str


WORDS = (
    Word(r"ours?", "it does not say whose", "this publication's, the program's, of this site"),
    Word(r"to be had", "out of date", "available"),
    Word(r"puts? on|putting on", "theatre", "publish, reload"),
    Word(r"bury|buries|buried|strike|strikes|struck", "theatre", "remove, retire, restart"),
    Word(r"insists?", "theatre", "require, reject"),
    Word(r"(?:is|are|was|were|be|been|being|not) told", "who tells whom?", "is reported, is shown, is stated"),
    Word(
        r"behind (?:the|its|it|each|this|that|them|a|his|their)\b(?! (?:\w+ )?prox)",
        "used for after",
        "after; or say what belongs to what",
    ),
    Word(r"a text(?! (?:file|field|editor|format))", "used for a string", "a string"),
    Word(r"(?<!minus )(?<!plus )(?<!equals )signs?", "used for a character", "character"),
    Word(r"(?:stands?|stood)(?! for\b)", "used for is", "is, are"),
    Word(r"mend|mends|mended|mending", "out of date", "fix, correct"),
    Word(r"judged?|judges|judging|judgement", "theatre", "check"),
    Word(r"anew|afresh", "out of date", "again"),
    Word(r"all the same", "out of date", "anyway, even so"),
    Word(r"is but|are but|but for", "out of date", "only; except"),
    Word(r"without a word", "theatre", "silently"),
    Word(
        r"(?:what|that|which) (?:is|are) none(?! of (?:its|them|these|those|the)\b)", "not English", "what is not a …"
    ),
    Word(r"whatsoever|thereof|thereby|whence|hitherto", "out of date", "a shorter sentence"),
)
PATTERN = re.compile("|".join(rf"(?P<w{number}>\b(?:{word.pattern})\b)" for number, word in enumerate(WORDS)), re.I)

NAMES = {"said", "told", "strike", "bury", "insist", "ours"}
"""Not part of a name in the package: a noun of the subject says more (statements, payload, fields, values)."""

PYTHON = sorted(PACKAGE.rglob("*.py"))
PROSE = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "Makefile", ROOT / "pyproject.toml"]
    + [path for path in PACKAGE.rglob("*") if path.suffix in {".html", ".xml", ".rq", ".css", ".md"}]
)


def found(text: str, first: int = 1) -> Iterator[str]:
    """Each word of the list in a text that begins at a line, with its line, its context and what to write instead."""
    text = text.replace("_", " ")
    for match in PATTERN.finditer(text):
        word = WORDS[int(str(match.lastgroup)[1:])]
        line = first + text.count("\n", 0, match.start())
        context = " ".join(text[max(0, match.start() - 20) : match.end() + 20].split())
        yield f"line {line}: “{match[0]}” in “{context}” ({word.reason}). Write: {word.instead}."


def readable(source: str) -> Iterator[tuple[int, str]]:
    """The comments and strings of Python, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.start[0], token.string


def defined(source: str) -> Iterator[tuple[int, str]]:
    """The names that Python code gives: to modules' variables, classes, functions and parameters, with their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id if isinstance(node, ast.Name) else node.attr


def words_of(name: str) -> str:
    """A name as words: ``put_on`` and ``putOn`` are “put on”."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_+", " ", name).strip().lower()


def in_python(source: str) -> list[str]:
    """What is found in the strings, comments and names of a file of Python."""
    faults = [fault for line, text in readable(source) for fault in found(text, line)]
    for line, name in defined(source):
        faults += found(words_of(name), line)
        if NAMES & set(words_of(name).split()):
            faults.append(f"line {line}: name “{name}”. Write what it is: statements, payload, fields, values.")
    return faults


def files(paths: list[Path]) -> list[str]:
    """The paths from the root, one parameter for each file."""
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("name", files(PYTHON))
def test_python_is_in_plain_words(name: str) -> None:
    assert in_python((ROOT / name).read_text("utf-8")) == []


@pytest.mark.parametrize("name", files(PROSE))
def test_prose_is_in_plain_words(name: str) -> None:
    assert list(found((ROOT / name).read_text("utf-8"))) == []


@pytest.mark.parametrize("name", ["", *main.commands])
def test_help_is_in_plain_words(name: str) -> None:
    command: click.Command = main.commands[name] if name else main
    assert list(found(command.get_help(click.Context(command, info_name=name or "accord")))) == []


@pytest.mark.parametrize("name", files(sorted(TESTS.rglob("test_*.py"))))
def test_names_of_tests_are_in_plain_words(name: str) -> None:
    tests = [(line, test) for line, test in defined((ROOT / name).read_text("utf-8")) if test.startswith("test_")]
    assert [fault for line, test in tests for fault in found(words_of(test), line)] == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Nothing of ours is called.", False),
        ("put_on", False),
        ("The query behind each list is shown.", False),
        ("Behind a reverse proxy, say --url.", True),
        ("A minus sign, then digits.", True),
        ("The sign after the escape.", False),
        ("“lsp” stands for a namespace.", True),
        ("Four hours; the course is outstanding.", True),
        ("None for what is none.", False),
        ("A value that is none of those allowed.", True),
    ],
)
def test_the_list_finds_words_and_not_parts_of_words(text: str, clean: bool) -> None:
    assert (not list(found(text))) is clean
