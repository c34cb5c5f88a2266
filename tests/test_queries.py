"""The program's own queries: each can be read, says what it is for, and is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store

from accord import queries
from accord.validation.findings import SEVERITIES

FOLDER = Path(queries.__file__).parent


def test_every_file_is_a_query_and_every_query_a_file() -> None:
    assert set(queries.names()) == {path.stem for path in FOLDER.glob("*.rq")}
    assert {path.suffix for path in FOLDER.iterdir() if path.is_file()} == {".py", ".rq"}


@pytest.mark.parametrize("name", queries.names())
def test_each_says_what_it_is_for(name: str) -> None:
    query = queries.load(name)
    assert query.title
    assert not query.title.endswith(".")
    assert query.description.endswith(".")


@pytest.mark.parametrize("name", [name for name in queries.names() if name.startswith("rule-")])
def test_each_rule_has_what_its_findings_need(name: str) -> None:
    query = queries.load(name)
    assert set(query.settings) == {"code", "severity", "message", "remedy"}
    assert query.settings["code"] == name.upper()
    assert query.settings["severity"] in SEVERITIES
    solutions = Store().query(query.text, base_iri="https://example.org/")
    assert isinstance(solutions, QuerySolutions)
    variables = {variable.value for variable in solutions.variables}
    assert "this" in variables
    used = {part.split("}")[0] for part in query.settings["message"].split("{?")[1:]}
    assert used <= variables


def test_every_query_is_used() -> None:
    """Rules are used all together; any other query has to be named by a module."""
    modules = "".join(path.read_text("utf-8") for path in FOLDER.parent.rglob("*.py"))
    assert [name for name in queries.names() if not name.startswith("rule-") and f'"{name}"' not in modules] == []


def test_comments_are_read_as_title_description_and_settings() -> None:
    query = queries.parse(
        "x", "# A title\n#\n# What it\n# is for.\n#\n# code: X-1\n# remedy: a: b\nASK {}\n# later: no\n"
    )
    assert (query.name, query.title, query.description) == ("x", "A title", "What it is for.")
    assert query.settings == {"code": "X-1", "remedy": "a: b"}
    assert query.text.startswith("# A title")


def test_a_query_without_comments_has_no_title() -> None:
    query = queries.parse("x", "ASK {}")
    assert (query.title, query.description, query.settings) == ("", "", {})
