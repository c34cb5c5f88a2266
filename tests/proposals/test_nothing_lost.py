"""Whatever fails at whatever step, what was acknowledged is there, and what is published is whole."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accord.errors import AccordError
from accord.proposals.decisions import Decisions
from accord.proposals.repository import Repository
from accord.proposals.repository.worktree import bring_forward, changed_by_hand
from accord.proposals.store import Draft, ProposalStore
from accord.publication import Publication, git
from proposals.kills import FINE, MAX, light, main
from proposals.test_store import folder

__all__ = ["folder"]

PATH = "data/lights/new.ttl"
DATA = light("new").encode()
LIGHTS = "https://example.org/lights/id/"
KEPT = "data/lights/north-head.ttl"
STEPS = 60
"""More steps than submitting and accepting takes: calls of git and operations on files."""


class Faults:
    """Counts the steps, and fails at one of them."""

    def __init__(self, at: int, fail: Callable[[str], Any]) -> None:
        self.at, self.fail, self.step = at, fail, 0

    def around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*words: Any, **more: Any) -> Any:
            self.step += 1
            return self.fail(name) if self.step == self.at else real(*words, **more)

        return call


def full(name: str) -> Any:
    if name == "git":
        return 128, b"", "fatal: unable to write file: No space left on device"
    raise OSError(errno.ENOSPC, "No space left on device")


def broken(name: str) -> Any:
    if name == "git":
        return 128, b"", "error: Input/output error"
    raise OSError(errno.EIO, "Input/output error")


def contribute(folder: Path, publication: Publication, acknowledged: Path) -> None:
    store = ProposalStore(publication, Repository.of(folder))
    one = store.submit(Draft("new", "New", "", store.repository.head, {PATH: DATA}), MAX)
    acknowledged.write_text(one.id)
    Decisions(store, lambda tree: FINE).accept(one, MAX, one.tip)
    acknowledged.write_text(f"{one.id} accepted")


def look(folder: Path, publication: Publication, acknowledged: Path, before: str) -> None:
    """Nothing acknowledged is lost, nothing is half there, and the folder comes to what is published."""
    store = ProposalStore(publication, Repository.of(folder))
    with store.repository.lock():
        bring_forward(store.repository)
    for one in store.all():
        assert [(change.path, change.after) for change in store.changes(one)] == [(PATH, DATA)]
    id, _, state = acknowledged.read_text().partition(" ") if acknowledged.exists() else ("", "", "")
    if id:
        assert store.find(id).state in (("accepted",) if state else ("open", "accepted"))
    published = store.repository.head != before
    assert (folder / PATH).exists() == published
    assert not published or (folder / PATH).read_bytes() == DATA
    assert changed_by_hand(store.repository, list(store.repository.files(store.repository.head))) == []
    assert not list(folder.rglob(".accord-*"))


@pytest.mark.parametrize("fail", [full, broken], ids=["disk full", "disk broken"])
def test_a_failure_at_any_step_loses_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: Callable[[str], Any]
) -> None:
    publication, before = Publication.read(folder), Repository.of(folder).head
    reached, done = False, False
    for at in range(1, STEPS):
        acknowledged = tmp_path / f"acknowledged-{at}"
        faults = Faults(at, fail)
        with monkeypatch.context() as patch:
            patch.setattr(git, "run", faults.around("git", git.run))
            for name in ("fsync", "replace"):
                patch.setattr(os, name, faults.around(name, getattr(os, name)))
            try:
                contribute(folder, publication, acknowledged)
                done = True
            except (AccordError, OSError):
                reached = True
        look(folder, publication, acknowledged, before)
        if Repository.of(folder).head != before:
            break
    assert reached
    assert done or Repository.of(folder).head != before


def killed(_: str) -> Any:
    os._exit(9)


def attempt(at: int, fail: Callable[[str], Any], act: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Do something that fails at one step; to be killed there, in a process of its own."""
    child = os.fork() if fail is killed else 0
    if child:
        os.waitpid(child, 0)
        return
    try:
        faults = Faults(at, fail)
        with monkeypatch.context() as patch, suppress(AccordError, OSError):
            patch.setattr(git, "run", faults.around("git", git.run))
            for name in ("fsync", "replace"):
                patch.setattr(os, name, faults.around(name, getattr(os, name)))
            act()
    finally:
        if fail is killed:
            os._exit(0)


@pytest.mark.parametrize(
    ("fail", "decision"),
    [
        pytest.param(full, "merge", id="disk full-merge"),
        pytest.param(broken, "withdraw", id="disk broken-withdraw"),
        pytest.param(full, "revert", id="disk full-revert"),
        *(pytest.param(killed, decision, id=f"kill-{decision}") for decision in ("merge", "withdraw", "revert")),
    ],
)
def test_a_failure_at_any_step_of_a_decision_leaves_all_of_it_or_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, fail: Callable[[str], Any], decision: str
) -> None:
    publication = Publication.read(folder)
    store = ProposalStore(publication, Repository.of(folder))
    decisions = Decisions(store, lambda tree: FINE)
    new = store.submit(Draft("new", "New", "", store.repository.head, {PATH: DATA}), MAX)
    decisions.accept(new, MAX, new.tip)
    before, text = store.repository.head, (folder / KEPT).read_bytes()
    one = store.find(new.id)
    if decision == "merge":
        text += b"# One of two.\n"
        named = {"of": f"{LIGHTS}new", "into": f"{LIGHTS}north-head"}
        one = store.submit(Draft("merge", "One light", "", before, {KEPT: text}, **named), MAX)
    elif decision == "withdraw":
        one = store.submit(Draft("withdraw", "No light", "It is none.", before, {}, f"{LIGHTS}new"), MAX)
    is_revert = decision == "revert"
    states = ("accepted", "reverted") if is_revert else ("open", "accepted")
    for at in range(1, STEPS):
        act = partial(decisions.revert, one, MAX, "No.") if is_revert else partial(decisions.accept, one, MAX, one.tip)
        attempt(at, fail, act, monkeypatch)
        with store.repository.lock():
            bring_forward(store.repository)
        done = store.repository.head != before
        assert (folder / PATH).exists() != done
        assert ((folder / KEPT).read_bytes() == text) == (done or decision != "merge")
        assert (b"\nid:new\n" in (folder / "data/redirects.ttl").read_bytes()) == done
        assert store.find(one.id).state == states[done]
        assert changed_by_hand(store.repository, list(store.repository.files(store.repository.head))) == []
        if done:
            break
    assert store.repository.head != before


def test_a_kill_at_any_step_loses_nothing(folder: Path, tmp_path: Path) -> None:
    publication, before = Publication.read(folder), Repository.of(folder).head
    for at in range(1, STEPS):
        acknowledged = tmp_path / f"acknowledged-{at}"
        child = os.fork()
        if not child:
            faults = Faults(at, lambda _: os._exit(9))
            git.run = faults.around("git", git.run)
            os.replace = faults.around("replace", os.replace)
            try:
                contribute(folder, publication, acknowledged)
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        look(folder, publication, acknowledged, before)
        if Repository.of(folder).head != before:
            break
    assert Repository.of(folder).head != before


def test_kills_at_random_moments_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    submitted, accepted, _ = main(8)
    assert submitted >= accepted > 0
