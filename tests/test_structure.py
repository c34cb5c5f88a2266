"""The house keeps its floors: imports point down only, sizes stay small, names stay plain, doors stay few."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

from places import ROOT

PACKAGE = ROOT / "server" / "accord"
MODULES = sorted(PACKAGE.rglob("*.py"))

NAMES = {
    ".".join(("accord", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
    for path in MODULES
}
"""The file of each module."""

CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
FLOORS = [[room.strip() for room in floor.split("|")] for floor in CONTRACT["layers"]]
"""The rooms of the package, from the top floor down, as ``pyproject.toml`` declares them for import-linter."""

ONLY = {
    "flask": ("web",),
    "werkzeug": ("web",),
    "click": ("cli",),
    "pyshacl": ("validation",),
    "httptools": ("http",),
    "xlsxwriter": ("spreadsheets",),
    "python_calamine": ("spreadsheets",),
}
"""Who may know which library."""

FORBIDDEN = {"utils", "helpers", "common", "services", "manager", "misc", "util"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, also inside functions."""
    found: list[str] = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)


def same_name(module: str) -> list[str]:
    """The modules whose last name is that of a module."""
    return [name for name in NAMES if name.endswith(f".{module.rpartition('.')[2]}")]


def test_every_import_names_a_module_that_exists() -> None:
    """A module that has moved is named with its new place, so that a branch from before is quickly corrected."""
    for path in [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]:
        for imported in imports(path):
            module = imported.rpartition(".")[0]
            if module.startswith("accord."):
                assert module in NAMES, f"{path}: {module} is now one of {same_name(module)}"


def test_no_module_imports_one_that_imports_it() -> None:
    """Also not within functions, and not for types alone. The names for programs, in ``accord``, are left out."""
    known = NAMES.keys() - {"accord"}
    found = {
        name: {one if one in known else one.rpartition(".")[0] for one in imports(path)} for name, path in NAMES.items()
    }
    graph = {name: (found[name] & known) - {name} for name in known}
    TopologicalSorter(graph).prepare()


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_imports_point_down() -> None:
    """Every room is on a floor, imports point down, and rooms of one floor do not import each other."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout


def test_the_map_in_the_readme_is_the_contract() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    lines = readme.partition("```rooms\n")[2].partition("```")[0].splitlines()
    drawn = [re.match(r"\w+(, \w+)*", line) for line in lines]
    assert [sorted(floor[0].split(", ")) for floor in drawn if floor] == [
        sorted(room for room in floor if room != "__main__") for floor in FLOORS if floor != ["__main__"]
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_where_they_belong(path: Path) -> None:
    for imported in imports(path):
        allowed = ONLY.get(imported.split(".")[0])
        assert allowed is None or name_of(path) in allowed, f"{imported} is not for {name_of(path)}"


def test_names_are_plain() -> None:
    assert not FORBIDDEN & {path.stem for path in MODULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300
    assert [name for name, length in functions(path) if length > 60] == []


def test_functions_are_short_as_a_rule() -> None:
    lengths = sorted(length for path in MODULES for _, length in functions(path))
    assert median(lengths) <= 8
    assert lengths[len(lengths) * 9 // 10] <= 30


def test_queries_and_pages_are_not_written_in_python() -> None:
    """SPARQL lives in .rq files and HTML in templates."""
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 2000:
                text = node.value.lstrip()
                assert not text.startswith(("<div", "<html", "<p>", "<a ", "<table")), path
                assert not (text.startswith(("SELECT ", "CONSTRUCT ", "PREFIX ")) and "{" in text), path


def test_who_catches_every_error_raises_it_again_and_says_why() -> None:
    for path in MODULES:
        lines = path.read_text("utf-8").splitlines()
        for node in ast.walk(ast.parse("\n".join(lines))):
            caught = isinstance(node, ast.ExceptHandler) and (ast.unparse(node.type) if node.type else "BaseException")
            if isinstance(node, ast.ExceptHandler) and caught in ("Exception", "BaseException"):
                assert any(isinstance(inner, ast.Raise) for inner in ast.walk(node)), f"{path}:{node.lineno}"
                assert "  # " in lines[node.lineno - 1], f"{path}:{node.lineno} has no reason beside it"


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a clone says which files belong to the repository")
def test_the_top_level_has_nothing_that_was_left_there() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.partition("/")[0] for line in listed.splitlines()}
    folders = {"data", "ontology", "server", "shapes", "tests"}
    files = {"CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "Makefile", "README.md", "pyproject.toml"}
    assert {one for one in names if not one.startswith(".")} == folders | files | {"requirements.lock"}
