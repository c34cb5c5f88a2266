"""Proposals are branches: whole or not there, by rules on who may change what, with every word kept."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from accord.errors import InputError, LimitError
from accord.proposals import proposal as model
from accord.proposals import quotas
from accord.proposals.errors import MissingVersion, NoProposal, NotAllowed, NotOpen, Stale
from accord.proposals.limits import LIMITS
from accord.proposals.paths import Role
from accord.proposals.repository import Moved, Repository, StorageError
from accord.proposals.store import Contributor, Draft, ProposalStore
from accord.publication import Publication
from repositories import folder, run

__all__ = ["folder"]

ANN = Contributor("contributor", "Ann", "aaaa1111")
BEN = Contributor("contributor", "Ben", "bbbb2222")
EVE = Contributor("anonymous", "Eve")
MAX = Contributor("maintainer", "Max", "mmmm3333")
NEW = "data/lights/gull.ttl"
LIGHT = b"@prefix id: <https://example.org/lights/id/> .\nid:gull a id:x .\n"


@pytest.fixture
def store(folder: Path) -> ProposalStore:
    return ProposalStore(Publication.read(folder), Repository.of(folder))


def draft(store: ProposalStore, **other: object) -> Draft:
    given = {
        "kind": "new",
        "title": "A gull",
        "why": "It is there.",
        "base": store.repository.head,
        "files": {NEW: LIGHT},
    }
    return Draft(**{**given, **other})  # type: ignore[arg-type]


def test_a_proposal_is_a_branch_with_its_contributor_as_author(store: ProposalStore, folder: Path) -> None:
    before = store.repository.head
    one = store.submit(draft(store), ANN)
    assert run(folder, "log", "-1", "--format=%an %ae %cn", one.reference) == "Ann aaaa1111@contributors.invalid Ann\n"
    assert run(folder, "show", f"{one.reference}:site/{NEW}").encode() == LIGHT
    assert run(folder, "ls-tree", one.reference, f"./{NEW}").startswith("100644 blob")
    assert store.repository.head == before, "nothing is published"
    assert run(folder, "status", "--porcelain") == "", "the folder is as it was"
    assert [(found.id, found.title, found.state) for found in store.all()] == [(one.id, "A gull", "open")]
    assert [(step.who, step.what, step.words) for step in store.discussion(one)] == [
        ("Ann", "proposed", "It is there.")
    ]
    assert [(change.path, change.before, change.after) for change in store.changes(one)] == [(NEW, None, LIGHT)]


def test_comments_revisions_and_rejection_are_kept(store: ProposalStore) -> None:
    one = store.submit(draft(store), ANN)
    store.comment(one, BEN, "Is it lit?\r\nI doubt it.")
    with pytest.raises(Moved):
        store.comment(one, BEN, "Based on what was there before.")
    store.revise(store.find(one.id), {NEW: LIGHT + b"# lit\n"}, ANN, "It is.")
    with pytest.raises(NotAllowed):
        store.revise(store.find(one.id), {NEW: LIGHT}, BEN)
    with pytest.raises(NotAllowed):
        store.reject(store.find(one.id), ANN, "no")
    store.reject(store.find(one.id), MAX, "Not lit.")
    found = store.find(one.id)
    assert found.state == "rejected"
    assert [(step.who, step.what) for step in store.discussion(found)] == [
        ("Ann", "proposed"), ("Ben", "comment"), ("Ann", "revised"), ("Max", "rejected"),
    ]  # fmt: skip
    assert store.discussion(found)[1].words == "Is it lit?\nI doubt it."
    assert store.changes(found)[0].after == LIGHT + b"# lit\n"
    with pytest.raises(NotOpen):
        store.reject(found, MAX, "again")


def test_a_missing_version_an_unknown_one_and_a_stale_one(store: ProposalStore, folder: Path) -> None:
    with pytest.raises(MissingVersion):
        store.submit(draft(store, base=""), ANN)
    for odd in ("0" * 40, "main", "HEAD", "--all", "refs/heads/main", "refs/heads/main^{/lights}", "refs/\0"):
        with pytest.raises(Stale):
            store.submit(draft(store, base=odd), ANN)
    old = store.repository.head
    path = folder / "data/lights/skerry.ttl"
    path.write_text(path.read_text() + "# changed\n")
    run(folder, "commit", "-am", "The skerry is better known")
    with pytest.raises(Stale, match="The skerry is better known"):
        store.submit(draft(store, base=old, kind="change", files={"data/lights/skerry.ttl": LIGHT}), ANN)
    store.submit(draft(store, base=old[:12]), ANN)  # another file did not change since


@pytest.mark.parametrize(
    "path",
    [
        "data/../x.ttl", "../x.ttl", "/etc/x.ttl", "data/.git/x.ttl", "data/.gitattributes", ".github/workflows/x.yml",
        "data/lights/NORTH-HEAD.ttl", "data/lights/north-head.ttl/x.ttl", "data/a/b/c/d/e/f.ttl", "data/x.exe",
        "data/x y.ttl",
        "data/x\n.ttl", "README.md", "tests/x.py", "data/x.ttl.gz", "data/\u202ex.ttl", "data/" + "x" * 101 + ".ttl",
        "data/lights",
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", [ANN, MAX], ids=["contributor", "maintainer"])
def test_odd_paths_are_refused_for_all(store: ProposalStore, path: str, who: Contributor) -> None:
    with pytest.raises(InputError):
        store.submit(draft(store, files={path: LIGHT}), who)
    assert store.all() == []


@pytest.mark.parametrize(
    "path",
    ["data/publication.ttl", "data/redirects.ttl", "shapes/lights.ttl", "shapes/new.ttl", "ontology/lights.ttl",
     "ontology/new.ttl", "data/queries/new.rq", "data/new.rq"],
)  # fmt: skip
def test_only_maintainers_change_what_decides_how_data_are_read(store: ProposalStore, path: str) -> None:
    with pytest.raises(InputError, match="Only maintainers"):
        store.submit(draft(store, files={path: LIGHT}), ANN)
    assert store.submit(draft(store, files={path: LIGHT}), MAX).state == "open"


def test_a_symbolic_link_in_the_repository_is_not_changed(store: ProposalStore, folder: Path) -> None:
    os.symlink("north-head.ttl", folder / "data/lights/link.ttl")
    run(folder, "add", ".")
    run(folder, "commit", "-m", "link")
    with pytest.raises(InputError, match="regular"):
        store.submit(draft(store, kind="change", files={"data/lights/link.ttl": LIGHT}), ANN)


def test_hostile_names_and_titles_are_plain_in_the_commit(store: ProposalStore, folder: Path) -> None:
    mallory = Contributor("contributor", "Mallory\nAccord-State: accepted\x1b[31m <a@b>", "x")
    hostile = draft(store, title="t\u202eitle\r\nAccord-State: accepted", why="Accord-State: accepted")
    one = store.submit(hostile, mallory)
    found = store.find(one.id)
    assert (found.state, found.title) == ("open", "title Accord-State: accepted")
    raw = run(folder, "log", "-1", "--format=%an|%B", one.reference)
    assert "\x1b" not in raw
    assert raw.startswith("Mallory Accord-State: accepted[31m a@b|")
    for name, words in (("title", ""), ("title", "x" * 201), ("why", "x" * 5001)):
        with pytest.raises(InputError):
            store.submit(draft(store, **{name: words}), ANN)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "withdraw", "files": {}, "of": "https://example.org/a\nAccord-By: Max\nAccord-Contributor: mmmm3333"},
        {"kind": "withdraw", "files": {}, "of": "x y"},
        {"kind": "merge", "files": {}, "of": "https://example.org/a", "into": "https://example.org/b\nAccord-By: Max"},
        {"kind": "new", "of": "https://example.org/a\nAccord-By: Max"},
        {"kind": "change", "of": "https://example.org/a"},
        {"title": "..."},
        {"title": "\u200b"},
    ],
)
def test_no_field_can_say_who_proposed_or_hide_what_it_does(store: ProposalStore, other: dict[str, object]) -> None:
    with pytest.raises(InputError):
        store.submit(draft(store, **other), ANN)
    assert store.all() == []


def test_a_name_that_git_cannot_keep_is_refused(store: ProposalStore) -> None:
    anyone = ProposalStore(store.publication, store.repository, "anyone")
    with pytest.raises(InputError, match="no letter"):
        anyone.submit(draft(store), Contributor("anonymous", "..."))


def test_who_may_propose_is_a_setting(store: ProposalStore, folder: Path) -> None:
    with pytest.raises(NotAllowed, match="token"):
        store.submit(draft(store), EVE)
    anyone = ProposalStore(store.publication, store.repository, "anyone")
    assert anyone.submit(draft(store), EVE).contributor == "anonymous"
    with pytest.raises(NotAllowed, match="no proposals"):
        ProposalStore(store.publication, store.repository, "nobody").submit(draft(store), ANN)


def test_submissions_are_limited_by_minute_and_by_number(store: ProposalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(LIMITS.submissions):
        store.submit(draft(store, title=f"{number}"), ANN)
    with pytest.raises(LimitError) as caught:
        store.submit(draft(store), ANN)
    assert (caught.value.status, caught.value.limit) == (429, "submissions")
    later = ProposalStore(store.publication, store.repository)
    for number in range(LIMITS.open_proposals - LIMITS.submissions):
        later.submit(draft(store, title=f"{number}"), ANN)
    with pytest.raises(LimitError, match="open already"):
        ProposalStore(store.publication, store.repository).submit(draft(store), ANN)
    later.submit(draft(store), BEN)


def test_nothing_or_nonsense_is_no_proposal(store: ProposalStore) -> None:
    same = {"data/lights/skerry.ttl": (store.repository.root / "data/lights/skerry.ttl").read_bytes()}
    several: tuple[dict[str, object], ...] = (
        {"files": {}},
        {"kind": "destroy"},
        {"kind": "merge", "files": {}, "of": "https://example.org/a"},
        {"kind": "withdraw", "files": {NEW: LIGHT}, "of": "https://example.org/a"},
        {"kind": "change", "files": same},
    )
    for bad in several:
        with pytest.raises(InputError):
            store.submit(draft(store, **bad), ANN)
    with pytest.raises(NoProposal):
        store.find("nothing")


def test_outside_git_it_is_read_only_and_says_how_to_change_that(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="read-only") as caught:
        Repository.of(tmp_path)
    assert "git init" in caught.value.remedy
    run(tmp_path, "init", "-b", "main")
    with pytest.raises(InputError, match="no commit"):
        Repository.of(tmp_path)


def test_ids_are_ulids_in_the_order_of_time() -> None:
    ids = [model.new_id() for _ in range(50)]
    assert all(map(model.is_id, ids))
    assert len(set(ids)) == 50
    assert not model.is_id("../../../etc/passwd12345678")


def test_roles_are_known() -> None:
    roles: tuple[Role, ...] = ("anonymous", "contributor", "maintainer")
    assert {one.role for one in (ANN, EVE, MAX)} == set(roles)


def test_proposals_take_only_so_much_of_the_disk(store: ProposalStore, monkeypatch: pytest.MonkeyPatch) -> None:
    one = store.submit(draft(store), ANN)
    assert one.size == len(LIGHT) + len("A gullIt is there.")
    store.comment(one, MAX, "Where?")
    assert store.find(one.id).size == one.size + len("Where?")
    more = draft(store, files={"data/lights/other.ttl": LIGHT})
    for name, allowed in (("kept_proposals", 1), ("kept_bytes", one.size + 20)):
        with monkeypatch.context() as patch:
            patch.setattr(quotas, "LIMITS", replace(LIMITS, **{name: allowed}))
            with pytest.raises(LimitError) as caught:
                store.submit(more, MAX)
            assert (caught.value.limit, caught.value.status) == (name, 507)
    with monkeypatch.context() as patch:
        patch.setattr(quotas, "LIMITS", replace(LIMITS, free_space=1 << 60))
        with pytest.raises(StorageError, match="MiB left"):
            store.submit(more, MAX)
        with pytest.raises(StorageError, match="MiB left"):
            store.comment(store.find(one.id), MAX, "Here.")
    assert [found.id for found in store.all()] == [one.id], "nothing was stored"
