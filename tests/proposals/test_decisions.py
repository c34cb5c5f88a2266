"""Accepting merges into the newest version that still conforms; reverting takes it back; nothing is lost."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from accord.errors import InputError
from accord.proposals.decisions import Decisions
from accord.proposals.errors import DoesNotConform, MissingVersion, NotAllowed, NotOpen, Stale
from accord.proposals.proposal import Proposal
from accord.proposals.repository import Repository
from accord.proposals.repository.candidate import report_of, verdict_task
from accord.proposals.repository.worktree import bring_forward
from accord.proposals.store import Draft, ProposalStore
from accord.publication import Publication
from proposals.test_store import ANN, BEN, MAX, NEW, folder
from repositories import run

__all__ = ["folder"]

SKERRY = "data/lights/skerry.ttl"
BASE = "https://example.org/lights/id/"
GULL = """# A new light.

@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <https://example.org/lights/id/> .

id:gull
    a light:Lighthouse ;
    rdfs:label "Gull Light"@en ;
    light:standsOn id:brannoc-bay .

<gull#e1>
    a light:Quote ;
    light:of id:gull ;
    light:backs rdfs:label , light:standsOn ;
    light:book id:pilot-book ;
    light:page 14 ;
    light:words "Gull Light, on Brannoc Bay"@en ;
    light:sureness id:sureness-stated .
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def open_store(folder: Path) -> tuple[ProposalStore, Decisions]:
    publication = Publication.read(folder)
    store = ProposalStore(publication, Repository.of(folder))
    return store, Decisions(store, lambda tree: verdict_task(publication, {"tree": tree}))


def propose(store: ProposalStore, path: str = NEW, text: str = GULL, **other: str) -> Proposal:
    given = {"kind": "new", "title": "The Gull Light", "why": "It is there.", "base": store.repository.head}
    return store.submit(Draft(**{**given, **other}, files={path: text.encode()}), ANN)  # type: ignore[arg-type]


def test_an_accepted_proposal_is_a_merge_and_in_the_folder(folder: Path) -> None:
    store, decisions = open_store(folder)
    one = propose(store)
    head = store.repository.head
    done = decisions.accept(one, MAX, one.tip)
    assert store.repository.parents(done.commit) == (head, one.tip)
    assert run(folder, "log", "-1", "--format=%an %cn").strip() == "Ann Max"
    assert (folder / NEW).read_text() == GULL
    assert run(folder, "status", "--porcelain") == ""
    assert store.find(one.id).state == "accepted"
    published = Publication.read(folder)
    assert published.version == done.commit[:12]
    with pytest.raises(NotOpen):
        decisions.accept(store.find(one.id), MAX, one.tip)
    assert [(step.who, step.what) for step in store.discussion(store.find(one.id))] == [
        ("Ann", "proposed"),
        ("Max", "accepted"),
    ]


def test_a_comment_after_the_decision_leaves_it_where_it_is(folder: Path) -> None:
    store, decisions = open_store(folder)
    one = propose(store)
    decisions.accept(one, MAX, one.tip)
    store.comment(store.find(one.id), BEN, "Well done.")
    assert store.find(one.id).state == "accepted"
    decisions.revert(store.find(one.id), MAX, "It was dark.")
    store.comment(store.find(one.id), BEN, "Pity.")
    assert store.find(one.id).state == "reverted"
    assert [step.words for step in store.discussion(store.find(one.id)) if step.what == "comment"] == [
        "Well done.",
        "Pity.",
    ]


@pytest.mark.parametrize("path", [NEW, SKERRY])
def test_a_file_of_data_does_not_become_one_of_shapes(folder: Path, path: str) -> None:
    store, decisions = open_store(folder)
    one = propose(store, path, kind="change")
    found = {"report": decisions.verdict(store.repository.head)["report"], "roles": {path: ["data", "shapes"]}}
    with pytest.raises(NotAllowed, match="shapes"):
        Decisions(store, lambda tree: found).accept(one, MAX, one.tip)


def test_what_maintainers_propose_of_shapes_can_be_accepted(folder: Path) -> None:
    store, decisions = open_store(folder)
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<https://example.org/s> a sh:NodeShape .\n"
    given = {"kind": "new", "title": "A shape", "why": "", "base": store.repository.head}
    one = store.submit(Draft(**given, files={"shapes/new.ttl": text.encode()}), MAX)  # type: ignore[arg-type]
    decisions.accept(one, MAX, one.tip)
    assert (folder / "shapes/new.ttl").read_text() == text


def test_only_a_maintainer_who_saw_it_accepts(folder: Path) -> None:
    store, decisions = open_store(folder)
    one = propose(store)
    with pytest.raises(NotAllowed):
        decisions.accept(one, BEN, one.tip)
    with pytest.raises(MissingVersion):
        decisions.accept(one, MAX, "")
    store.comment(one, BEN, "Wait.")
    with pytest.raises(Stale, match="since you saw it"):
        decisions.accept(store.find(one.id), MAX, one.tip)


def test_what_breaks_a_rule_is_not_accepted(folder: Path) -> None:
    store, decisions = open_store(folder)
    one = propose(store, text=GULL.replace("light:standsOn id:brannoc-bay", "light:standsOn id:nowhere"))
    head = store.repository.head
    with pytest.raises(DoesNotConform) as caught:
        decisions.accept(one, MAX, one.tip)
    assert {finding.code for finding in caught.value.report.findings}
    assert store.repository.head == head
    assert not (folder / NEW).exists()


def test_of_two_proposals_for_one_file_the_second_is_stale(folder: Path) -> None:
    store, decisions = open_store(folder)
    text = (folder / SKERRY).read_text()
    first, second = (propose(store, SKERRY, f"{text}# {n}\n", kind="change", title=f"Change {n}") for n in (1, 2))
    decisions.accept(first, MAX, first.tip)
    with pytest.raises(Stale, match="Accept: Change 1"):
        decisions.accept(second, MAX, second.tip)
    assert (folder / SKERRY).read_text() == f"{text}# 1\n"


def test_of_twenty_at_the_same_time_exactly_one_wins(folder: Path) -> None:
    store, decisions = open_store(folder)
    text = (folder / SKERRY).read_text()
    several = [
        store.submit(Draft("change", f"{n}", "", store.repository.head, {SKERRY: f"{text}# {n}\n".encode()}), MAX)
        for n in range(20)
    ]
    won, lost = [], []
    quick = Decisions(
        store,
        lambda tree: {"report": {"findings": [], "files": 1, "triples": 1, "seconds": 0, "unlisted": []}, "roles": {}},
    )

    def decide(one: Proposal) -> None:
        try:
            won.append(quick.accept(one, MAX, one.tip))
        except Stale as error:
            lost.append(error)

    threads = [threading.Thread(target=decide, args=(one,)) for one in several]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), len(lost)) == (1, 19)
    states = [one.state for one in store.all()]
    assert states.count("accepted") == 1


def test_a_file_that_was_changed_by_hand_stops_it(folder: Path) -> None:
    store, decisions = open_store(folder)
    text = (folder / SKERRY).read_text()
    one = propose(store, SKERRY, f"{text}# 1\n", kind="change")
    (folder / SKERRY).write_text(f"{text}# by hand\n")
    with pytest.raises(InputError, match="differs"):
        decisions.accept(one, MAX, one.tip)
    assert (folder / SKERRY).read_text() == f"{text}# by hand\n"


def test_a_revert_takes_it_back_and_leaves_a_note(folder: Path) -> None:
    store, decisions = open_store(folder)
    one = propose(store)
    decisions.accept(one, MAX, one.tip)
    done = decisions.revert(store.find(one.id), MAX, "It was never built.")
    assert set(done.paths) == {NEW, "data/redirects.ttl"}
    assert not (folder / NEW).exists()
    redirects = (folder / "data/redirects.ttl").read_text()
    assert "id:gull\n" in redirects
    assert "It was never built." in redirects
    assert store.find(one.id).state == "reverted"
    assert report_of(verdict_task(store.publication, {"tree": done.commit})).conforms
    with pytest.raises(NotOpen):
        decisions.revert(store.find(one.id), MAX, "again")


def test_a_withdrawn_thing_leaves_a_note_and_a_merged_one_leads_on(folder: Path) -> None:
    store, decisions = open_store(folder)
    added = propose(store)
    decisions.accept(added, MAX, added.tip)
    merge = store.submit(
        Draft("merge", "The same light", "", store.repository.head, of=f"{BASE}gull", into=f"{BASE}north-head"), ANN
    )
    decisions.accept(merge, MAX, merge.tip)
    assert not (folder / NEW).exists(), "a file that describes nothing else is gone"
    redirects = (folder / "data/redirects.ttl").read_text()
    assert "dcterms:isReplacedBy id:north-head" in redirects
    missing = store.submit(Draft("withdraw", "Gone", "", store.repository.head, of=f"{BASE}nothing"), ANN)
    with pytest.raises(InputError, match="Nothing is described"):
        decisions.accept(missing, MAX, missing.tip)
    used = store.submit(Draft("withdraw", "Gone", "", store.repository.head, of=f"{BASE}brannoc-bay"), ANN)
    with pytest.raises(DoesNotConform):
        decisions.accept(used, MAX, used.tip)


def test_shapes_in_a_file_of_data_are_refused(folder: Path) -> None:
    store, decisions = open_store(folder)
    (folder / "data/publication.ttl").write_text(
        (folder / "data/publication.ttl").read_text().replace("accord:publishOnlyValid true ;", "")
    )
    run(folder, "commit", "-am", "Any data")
    store, decisions = open_store(folder)
    prefix = "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    shape = f"{prefix}<http://e/s> a sh:NodeShape ; sh:targetClass <http://e/C> ; sh:closed true .\n"
    one = propose(store, "data/sly.ttl", shape)
    with pytest.raises((NotAllowed, DoesNotConform)):
        decisions.accept(one, MAX, one.tip)


def test_what_a_crash_left_undone_is_done_next_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, decisions = open_store(folder)
    one, two = propose(store), propose(store, "data/lights/two.ttl", GULL.replace("gull", "two").replace("Gull", "Two"))
    calls = []

    def crash(repository: Repository) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        bring_forward(repository)

    monkeypatch.setattr("accord.proposals.decisions.bring_forward", crash)
    with pytest.raises(KeyboardInterrupt):
        decisions.accept(one, MAX, one.tip)
    assert store.find(one.id).state == "accepted"
    assert not (folder / NEW).exists()
    decisions.accept(two, MAX, two.tip)
    assert (folder / NEW).read_text() == GULL
    assert (folder / "data/lights/two.ttl").exists()
    assert run(folder, "status", "--porcelain") == ""


def test_a_clone_has_everything(folder: Path, tmp_path: Path) -> None:
    store, decisions = open_store(folder)
    one, two = propose(store), propose(store, "data/lights/two.ttl")
    decisions.accept(one, MAX, one.tip)
    run(tmp_path, "clone", "--mirror", str(tmp_path), str(tmp_path / "copy.git"))
    run(tmp_path, "clone", str(tmp_path / "copy.git"), "copy")
    assert Publication.read(tmp_path / "copy/site").digest == Publication.read(folder).digest
    assert f"proposals/{two.id}" in run(tmp_path / "copy.git", "branch", "--list")
