"""Every command of the manual does what it says, against a service and in a copy of the publication."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.web.manual import EXAMPLE, ORDER, chapter
from places import ROOT
from running import Running, serving

_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
COMMANDS = {
    name: [line.removeprefix("$ ") for block in _CONSOLE.findall(chapter(name).text) for line in block.splitlines()]
    for name in ORDER
}
PAGES = [name for name in ORDER if COMMANDS[name]]

ELSEWHERE = {
    "accord serve FOLDER": ("service/test_folders.py", '"serve"'),
    "accord init FOLDER": ("service/test_folders.py", '"init"'),
    "accord load FOLDER": ("service/test_remote.py", '"load"'),
    "accord build copy": ("web/static_site/test_building.py", '"build"'),
    "accord table grant grants.csv": ("proposals/test_tables.py", '"--mapping"'),
    "accord token new": ("proposals/test_command_line.py", '"token", "new"'),
    "accord proposals": ("proposals/test_command_line.py", '"proposals"'),
    "kill -HUP PID": ("service/test_service.py", "SIGHUP"),
}
"""Commands that need more than the publication, by their beginnings: the test that tries them, and a word of it."""

STATUS = {"accord check agreement.xlsx": 1, "accord table agreement agreement.xlsx --write": 1}
STATUS |= {f"accord check {option}data/agreements/oxford-wellcome-alliance.ttl": 1 for option in ("", "--preview ")}
"""What commands exit with whose file a reader has to fill in first."""


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(ROOT) as running:
        yield running


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the publication, with a folder for PATH in which `accord` is this checkout's."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("data", "ontology", "shapes"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "bin").mkdir()
    script = folder / "bin" / "accord"
    script.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT / "server"}" exec "{sys.executable}" -m accord "$@"\n')
    script.chmod(0o755)
    return folder


def test_commands_that_are_tried_elsewhere_are() -> None:
    named = [command for name in PAGES for command in COMMANDS[name]]
    for beginning, (file, word) in ELSEWHERE.items():
        assert any(command.startswith(beginning) for command in named), beginning
        assert word in (ROOT / "tests" / file).read_text("utf-8"), beginning


def test_commands_are_in_blocks_for_commands() -> None:
    """So that none is missed: other blocks hold files, and no line that a shell would run."""
    for name in ORDER:
        others = re.sub(_CONSOLE, "", chapter(name).text)
        blocks = re.findall(r"^```\n(.*?)^```", others, re.DOTALL | re.MULTILINE)
        assert not [
            line
            for block in blocks
            for line in block.splitlines()
            if re.match(r"(accord|curl|kill) \S", line) and " ── " not in line
        ], name


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
@pytest.mark.parametrize("name", PAGES)
def test_the_commands_of_a_page_run_one_after_another(name: str, service: Running, copy: Path) -> None:
    environment = {**os.environ, "PATH": f"{copy / 'bin'}:{os.environ['PATH']}"}
    for command in COMMANDS[name]:
        if command.startswith(tuple(ELSEWHERE)):
            continue
        there = command.replace(EXAMPLE, service.url)
        done = subprocess.run(there, shell=True, capture_output=True, text=True, cwd=copy, env=environment, timeout=60)
        assert (done.returncode, done.stderr) == (STATUS.get(command, 0), ""), command
        target = re.search(r"(?:-o|>) (\S+)$", command)
        assert (copy / target[1]).stat().st_size if target else done.stdout.strip(), command
        assert '"status": 4' not in done.stdout, command
