"""A process that stays after a check does the next ones as they would be done without it."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import click
import pytest

from accord import waiting
from accord.caches import cache_folder
from accord.cli import main
from accord.cli.checking import staying
from command_line import accord
from places import TINY

BAD = "\nid:x a light:Lighthose .\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the tiny publication, with a process that stays for it."""
    folder = Path(shutil.copytree(TINY, tmp_path / "lights"))
    caches = tempfile.mkdtemp()  # the address of a socket has 107 characters at most
    monkeypatch.setenv("XDG_CACHE_HOME", caches)
    monkeypatch.chdir(folder)
    for file in folder.rglob("*.ttl"):
        os.utime(file, (1_700_000_000, 1_700_000_000))
    cache = cache_folder()
    assert cache is not None
    path = waiting.address(cache, str(folder.resolve()))
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        child = os.fork()
        if child == 0:
            try:
                with click.Context(main):  # as that of the check after which a process stays
                    while (kept := staying._read(folder)) and staying._answers(listener, path, folder, kept):
                        pass
                path.unlink()
            finally:
                os._exit(0)
    yield folder
    path.unlink(missing_ok=True)
    os.kill(child, 9)
    os.waitpid(child, 0)
    shutil.rmtree(caches)


def warm(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | None, str]:
    """The exit code and the output of a check by the process."""
    code = waiting.ask(["check", *arguments])
    out, err = capfd.readouterr()
    return code, (out + err).rpartition(", ")[0]


def cold(*arguments: str) -> tuple[int | None, str]:
    """The same of a check without it."""
    with mock.patch.dict(os.environ, XDG_CACHE_HOME=os.path.join(os.getcwd(), ".caches")):
        done = accord("check", *arguments, folder=Path())
    return done.returncode, (done.stdout + done.stderr).rpartition(", ")[0]


def test_a_check_is_the_same_and_sees_what_has_changed(root: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = "data/lights/skerry.ttl"
    assert warm(capfd, file) == (0, cold(file)[1])
    (root / file).write_text((root / file).read_text() + BAD)
    found = warm(capfd, file)
    assert found == cold(file)
    assert (found[0], "light:Lighthose" in found[1]) == (1, True)
    (root / "data/lights/new.ttl").write_text((root / file).read_text().replace("skerry", "second"))
    assert warm(capfd, "data/lights/new.ttl", "--style") == cold("data/lights/new.ttl", "--style")
    (root / "data/lights/new.ttl").unlink()
    assert warm(capfd) == cold()


def test_it_leaves_a_check_to_others_when_more_than_data_has_changed(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert warm(capfd, "data/lights/skerry.ttl")[0] == 0
    shapes = next((root / "shapes").glob("*.ttl"))
    shapes.write_text(shapes.read_text() + "\n# changed\n")
    assert warm(capfd, "data/lights/skerry.ttl") == (None, "")


def test_nothing_else_is_left_to_it() -> None:
    assert waiting.ask(["serve"]) is None
    assert waiting.ask(["check", "--watch"]) is None


def test_a_process_that_is_gone_is_not_missed(root: Path) -> None:
    cache = cache_folder()
    assert cache is not None
    path = waiting.address(cache, str(root.resolve()))
    path.unlink()
    path.touch()
    assert waiting.ask(["check", "data/lights/skerry.ttl"]) is None
