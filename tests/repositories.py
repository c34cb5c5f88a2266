"""A copy of the lighthouses in a git repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from places import TINY

JANUARY, FEBRUARY, MARCH = (datetime(2024, month, 1, 12, tzinfo=UTC) for month in (1, 2, 3))


def run(folder: Path, *words: str, when: datetime = JANUARY) -> str:
    """Run git in a folder, with a fixed author, committer and time; what it prints."""
    names = {f"GIT_{who}_{what}": "a@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {f"GIT_{who}_DATE": when.isoformat() for who in ("AUTHOR", "COMMITTER")}
    environment = {**os.environ, **names, **dates}
    return subprocess.run(
        ["git", *words], cwd=folder, check=True, capture_output=True, text=True, env=environment
    ).stdout


def committed(top: Path) -> Path:
    """Make a folder a repository, with a copy of the lighthouses below its top, committed in January; the copy."""
    copy = top / "site"
    shutil.copytree(TINY, copy)
    run(top, "init", "--initial-branch", "main")
    run(top, "add", ".")
    run(top, "commit", "--message", "All lights")
    return copy


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the lighthouses below the top of a repository, committed in January."""
    return committed(tmp_path)
