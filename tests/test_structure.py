"""The house keeps its floors: imports point down only, sizes stay small, names stay plain, doors stay few."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "server" / "accord"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    ("errors", "names", "formats", "sandbox", "meant"),
    ("turtle", "publication", "history", "queries"),
    ("store", "stage", "validation", "style", "inference"),
    (
        "spellings",
        "labels",
        "vocabulary",
        "forms",
        "statements",
        "examples",
        "suggestions",
        "evidence",
        "mentions",
        "documents",
        "resources",
        "catalogue",
        "consequences",
        "redirects",
        "nearest",
        "descriptions",
        "lists",
        "tables",
        "news",
        "search",
    ),
    ("places", "pictures"),
    ("web",),
    ("service", "cli", "__main__"),
)
"""From the ground up. A package is one idea; its modules may import each other."""

ONLY = {
    "flask": ("web",),
    "werkzeug": ("web",),
    "click": ("cli",),
    "pyshacl": ("validation",),
    "granian": ("service",),
}
"""Who may know which library."""

FORBIDDEN = {"utils", "helpers", "common", "services", "manager", "misc", "util"}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def floor_of(name: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if name in floor)


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield node.name, node.end_lineno - node.lineno + 1


def test_every_module_has_a_floor() -> None:
    homes = {name for floor in FLOORS for name in floor} | {"__init__"}
    assert {name_of(path) for path in MODULES} <= homes


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    here = name_of(path)
    if here == "__init__":
        return
    for imported in imports(path):
        parts = imported.split(".")
        there = parts[1] if parts[0] == "accord" and len(parts) > 1 else here
        if there not in (here, "__version__"):
            assert floor_of(there) <= floor_of(here), f"{here} reaches up to {there}"


def test_modules_of_one_floor_do_not_go_round_in_circles() -> None:
    arrows = {name_of(path): set[str]() for path in MODULES}
    for path in MODULES:
        parts = (imported.split(".") for imported in imports(path))
        arrows[name_of(path)] |= {p[1] for p in parts if p[0] == "accord" and len(p) > 1} - {name_of(path)}
    left = {name: there & arrows.keys() for name, there in arrows.items()}
    while free := [name for name, there in left.items() if not there]:
        left = {name: there - set(free) for name, there in left.items() if name not in free}
    assert not left, f"these modules import each other: {left}"


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


def test_no_error_is_swallowed_broadly() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ExceptHandler) and not any(isinstance(n, ast.Raise) for n in ast.walk(node)):
                caught = ast.unparse(node.type) if node.type else "everything"
                assert caught not in ("everything", "Exception", "BaseException"), f"{path}:{node.lineno}"
