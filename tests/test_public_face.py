"""What a program may import: every name is there, documented, and the examples run."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys

import pytest

import accord
from places import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT / "server")}


@pytest.mark.parametrize("name", [name for name in accord.__all__ if name != "__version__"])
def test_each_name_is_there_and_documented(name: str) -> None:
    assert getattr(accord, name).__doc__


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        accord.nothing  # noqa: B018


@pytest.mark.slow
def test_the_examples_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert doctest.testmod(accord).failed == 0


def test_an_import_of_the_package_loads_nothing_else() -> None:
    code = "import sys, accord; print([one for one in sys.modules if one.startswith(('accord.', 'rdflib', 'flask'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT / "server")
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.slow
def test_the_examples_of_the_manual_run() -> None:
    """One after the other, as they are written; the last is asked for a page in place of running until Ctrl-C."""
    manual = (ROOT / "server" / "accord" / "web" / "manual" / "library.md").read_text("utf-8")
    code = "\n".join(re.findall(r"```python\n(.*?)```", manual, re.DOTALL))
    assert "own.run()" in code
    code = code.replace("own.run()", 'print(own.test_client().get("/data/health").status_code)')
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT)
    assert done.returncode == 0, done.stderr
    assert "North Head Light" in done.stdout
    assert done.stdout.rstrip().endswith("200")
