"""Every command of the README does what it says, against a running service and a copy of the publication."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.limits import EngineLimits, published
from accord.sparql.syntax import EXPLAINED
from accord.turtle import Limits
from accord.validation.grouping import MOST, TOTAL
from accord.web.manual import chapter
from accord.web.requests.limits import LIMITS
from accord.web.responses.cache import CACHE_BYTES, MIN_ENTRIES
from places import ROOT
from running import Running, serving

README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines()]
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
ADDRESS = "http://127.0.0.1:8000"

ELSEWHERE = {
    "make serve": "test_make_has_the_targets_that_are_named",
    "make test": "test_make_has_the_targets_that_are_named",
    "pip install .": "tests/test_packaging.py",
    "accord token new 'Jo May' --role contributor --expires 90": "tests/proposals/test_command_line.py",
    "accord proposals list": "tests/proposals/test_command_line.py",
    "accord serve FOLDER": "tests/service/test_folders.py",
    "accord check FOLDER": "tests/service/test_folders.py",
    "accord init FOLDER": "tests/service/test_folders.py",
}
"""Commands that cannot run inside a test run, and where they are tried instead."""


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(ROOT) as running:
        yield running


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PATH in which `accord` is this checkout's."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "accord"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "server"}" exec "{sys.executable}" -m accord "$@"\n')
    script.chmod(0o755)
    return folder


def test_the_readme_has_commands() -> None:
    assert len(CONSOLE) >= 8
    assert len(PYTHON) == 1
    assert set(ELSEWHERE) <= set(CONSOLE)


@pytest.mark.parametrize("command", [line for line in CONSOLE if line not in ELSEWHERE])
def test_command(command: str, service: Running, commands: Path) -> None:
    if not shutil.which("curl") and command.startswith("curl"):
        pytest.skip("curl is not installed")
    environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}"}
    there = command.replace(ADDRESS, service.url)
    done = subprocess.run(there, shell=True, capture_output=True, text=True, cwd=ROOT, env=environment, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
    assert "problem" not in done.stdout[:300]


def test_the_python_example_prints_rows(service: Running) -> None:
    code = PYTHON[0].replace(ADDRESS, service.url)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "GBP" in done.stdout


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
@pytest.mark.parametrize(
    ("target", "command"),
    [
        ("serve", "accord serve"),
        ("test", "-m pytest"),
        ("fast", "-m pytest"),
        ("lint", "mypy"),
        ("format", "ruff format"),
        ("coverage", "coverage report"),
    ],
)
def test_make_has_the_targets_that_are_named(target: str, command: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0
    assert command in done.stdout
    assert f"make {target}" in README


def test_the_limits_are_those_of_the_program() -> None:
    for one in published(EngineLimits()):
        row = next(line for line in README.splitlines() if f"`--{one.name.replace('_', '-')}`" in line)
        assert row.split("|")[2].split()[0] == f"{one.value:,g}", row


def test_the_limits_of_requests_are_those_of_the_program() -> None:
    words = " ".join(chapter("limits").text.split())
    assert f"up to {EXPLAINED:,} characters" in words
    assert f"holds {MOST:,} findings of a kind and {TOTAL:,} in all" in words
    assert f"{Limits().faults:,} mistakes" in words
    assert f"name {LIMITS.graphs} graphs at most" in words
    largest = CACHE_BYTES // MIN_ENTRIES
    kept = f"{CACHE_BYTES // 2**20} MiB of memory at most, and keeps no answer of more than {largest // 2**20} MiB"
    assert kept in words


def test_links_lead_to_files() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if "://" not in target:
            assert (ROOT / target).exists(), target
