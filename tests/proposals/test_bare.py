"""A bare repository is served like a folder: its branch is read, contributions change it, and a clone is a backup."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from accord.errors import InputError
from accord.proposals.repository import Repository
from accord.proposals.repository.published import published
from accord.proposals.tokens import Tokens
from accord.publication import Publication
from places import TINY
from proposals.test_decisions import GULL
from repositories import run
from running import serving

NEW = "data/lights/gull.ttl"


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A bare repository with the lighthouses on its branch "main"."""
    work, place = tmp_path / "work", tmp_path / "lights.git"
    run(tmp_path, "clone", "--quiet", "--no-hardlinks", str(_source(work)), "--bare", str(place))
    return place


def _source(work: Path) -> Path:
    shutil.copytree(TINY, work)
    run(work, "init", "--quiet", "--initial-branch", "main")
    run(work, "add", ".")
    run(work, "commit", "--quiet", "--message", "All lights")
    return work


def test_its_branch_is_what_the_folder_has(bare: Path) -> None:
    folder, found = Publication.read(bare.parent / "work"), published(bare)
    assert {file.path: file.data for file in found.files} == {file.path: file.data for file in folder.files}
    assert found.version == folder.version == Repository.of(bare).head[:12]
    assert found.root == bare
    assert not list(bare.rglob("*.ttl")), "nothing is checked out"


def test_another_branch_is_read_by_its_name(bare: Path) -> None:
    run(bare, "branch", "next")
    assert published(bare, "next").version == published(bare).version
    with pytest.raises(InputError, match="no branch 'nothing'"):
        published(bare, "nothing")
    with pytest.raises(InputError, match="not a bare repository"):
        published(bare.parent / "work", "main")


@pytest.mark.slow
def test_contributing_and_backup_work_while_it_is_served(bare: Path, tmp_path: Path) -> None:
    run(bare, "branch", "live")
    tokens = Tokens(Repository.of(bare).folder / "accord" / "tokens.json")
    token = tokens.new("Max", "maintainer")
    with serving(bare, "--ref", "live") as service:
        version = json.loads(service.get("/ready").body)["version"]
        sent = {"kind": "new", "title": "The Gull Light", "base": version, "files": [{"path": NEW, "text": GULL}]}
        headers: Any = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        headers["Accept"] = "application/json"
        answer = service.get("/proposals", "POST", json.dumps(sent).encode(), **headers)
        assert answer.status == 201, answer.text
        one = json.loads(answer.body)
        seen = json.dumps({"seen": one["tip"]}).encode()
        decided = service.get(f"/proposals/{one['id']}/accept", "POST", seen, **headers)
        assert decided.status == 200, decided.text
        assert "Gull Light" in service.get("/doc/gull", Accept="text/turtle").text
        dump = service.get("/dump.nq").body
        backup = tmp_path / "backup.git"
        run(tmp_path, "clone", "--quiet", "--mirror", str(bare), str(backup))
    assert run(bare, "rev-parse", "main") != run(bare, "rev-parse", "live"), "the other branch stays"
    with serving(backup, "--ref", "live") as service:
        assert sorted(service.get("/dump.nq").body.splitlines()) == sorted(dump.splitlines())
        assert "The Gull Light" in service.get("/proposals", Accept="application/json").text, "proposals too"
