"""Kills whoever submits, accepts, merges, withdraws and reverts at random moments, and looks at what is left.

    PYTHONPATH=server:tests .venv/bin/python tests/proposals/kills.py 200

A process submits and accepts as fast as it can, and then merges, withdraws or reverts what was accepted; it writes down
what was acknowledged. It and its git are killed
(SIGKILL). Afterwards every acknowledged proposal is there byte for byte, there is no half one, and the folder can be
brought to what is published. At the end the publication conforms, and git finds nothing wrong.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from accord.proposals import repository as repository_module
from accord.proposals.decisions import Decisions
from accord.proposals.proposal import Proposal, new_id
from accord.proposals.repository import Repository
from accord.proposals.repository.candidate import report_of, verdict_task
from accord.proposals.repository.worktree import bring_forward, changed_by_hand
from accord.proposals.store import Contributor, Draft, ProposalStore
from accord.publication import Publication
from places import TINY

MAX = Contributor("maintainer", "Max", "mmmm3333")
LONGEST = 1.0
"""Seconds after which a process is killed at the latest: submitting and accepting take 0.3 s on a free machine."""
LIGHTS = "https://example.org/lights/id/"
STATES = {"accepted": ("accepted", "reverted"), "reverted": ("reverted",), "gone": ("accepted",)}
"""The states that a proposal may be in after a step of it was acknowledged: the next may have been done too."""
FINE = {"report": {"findings": [], "files": 1, "triples": 1, "seconds": 0, "unlisted": []}, "roles": {}}
LIGHT = """# A light.

@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

id:{slug}
    a light:Lighthouse ;
    rdfs:label "Light {slug}"@en ;
    light:standsOn id:brannoc-bay .

id:{slug}#e1
    a light:Quote ;
    light:of id:{slug} ;
    light:backs rdfs:label , light:standsOn ;
    light:book id:pilot-book ;
    light:page 1 ;
    light:words "Light {slug}"@en ;
    light:sureness id:sureness-stated .
"""


def light(slug: str) -> str:
    """A file that conforms."""
    return LIGHT.replace("id:{slug}#e1", "<https://example.org/lights/id/{slug}#e1>").replace("{slug}", slug)


def begin(folder: Path) -> None:
    """A copy of the lighthouses in a repository."""
    shutil.copytree(TINY, folder)
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "All lights")):
        names = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *names, *words], cwd=folder, check=True)


def work(folder: Path, publication: Publication, acknowledged: int) -> None:
    """Submit and decide until killed; each acknowledged step is a line: the id, the slug of its light, and the step."""
    store = ProposalStore(publication, Repository.of(folder))
    decisions = Decisions(store, lambda tree: FINE)

    def note(one: Proposal, slug: str, step: str) -> None:
        os.write(acknowledged, f"{one.id} {slug} {step}\n".encode())

    chance = random.Random(time.time_ns())
    while True:
        there = [one for one in store.all() if not one.of and path_of(one.title) in files_of(store)]
        action = chance.choice(["new", "merge", "withdraw", "revert"] if there else ["new"])
        if action == "new":
            slug = f"light-{new_id()}"
            draft = Draft("new", slug, "", store.repository.head, {path_of(slug): light(slug).encode()})
        else:
            slug = chance.choice(there).title
            of, into = f"{LIGHTS}{slug}", f"{LIGHTS}north-head" if action == "merge" else ""
            draft = Draft("merge" if into else "withdraw", slug, "Why.", store.repository.head, {}, of, into)
        if action == "revert":
            one = next(one for one in there if one.title == slug)
            decisions.revert(one, MAX, "No.")
            note(one, slug, "reverted")
            continue
        one = store.submit(draft, MAX)
        note(one, slug, "submitted" if action == "new" else "submitted-change")
        decisions.accept(one, MAX, one.tip)
        note(one, slug, "accepted" if action == "new" else "gone")


def files_of(store: ProposalStore) -> Collection[str]:
    """The paths of what is published."""
    return store.repository.files(store.repository.head)


def path_of(slug: str) -> str:
    """The file of a light."""
    return f"data/lights/{slug}.ttl"


def kill_once(folder: Path, publication: Publication, notes: Path, chance: random.Random) -> None:
    """Let a process work, and kill it and what it started."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        try:
            work(folder, publication, os.open(notes, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600))
        finally:
            os._exit(1)
    time.sleep(chance.uniform(0.0, LONGEST))
    for kill, victim in ((os.killpg, child), (os.kill, child)):
        with suppress(ProcessLookupError):
            kill(victim, signal.SIGKILL)
    os.waitpid(child, 0)


def look(folder: Path, publication: Publication, notes: Path) -> tuple[int, int, int]:
    """Check that nothing acknowledged is lost; how many proposals there are, are accepted, and let a light go."""
    store = ProposalStore(publication, Repository.of(folder))
    with store.repository.lock():
        bring_forward(store.repository)
    found = {one.id: one for one in store.all()}
    files = store.repository.files(store.repository.head)
    gone = {one.of.removeprefix(LIGHTS) for one in found.values() if one.of and one.state == "accepted"}
    for row in notes.read_text().splitlines() if notes.exists() else []:
        id, slug, step = row.split()
        assert step not in STATES or found[id].state in STATES[step], row
        if step in ("submitted", "accepted", "reverted"):
            (change,) = store.changes(found[id])
            assert (change.path, change.after) == (path_of(slug), light(slug).encode()), row
    redirects = (folder / "data/redirects.ttl").read_text()
    for one in (one for one in found.values() if not one.of):
        (change,) = store.changes(one)  # no half proposal
        slug = change.path.removeprefix("data/lights/").removesuffix(".ttl")
        is_gone = one.state == "reverted" or slug in gone
        assert (change.path in files) == (one.state == "accepted" and not is_gone), f"{slug} {one.state}"
        assert f"id:{slug}\n" in redirects or not is_gone, f"{slug} has gone without a notice"
        if change.path in files:
            assert (folder / change.path).read_bytes() == light(slug).encode()
    assert changed_by_hand(store.repository, list(files)) == []
    return len(found), sum(one.state == "accepted" for one in found.values()), len(gone)


def main(times: int, seed: int = 1) -> tuple[int, int, int]:
    """Kill so many times; how many proposals there are in the end, are accepted, and let a light go."""
    repository_module.LOCK_LEFT_S = 0.0
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="accord-kills-") as place:
        folder, notes = Path(place) / "site", Path(place) / "notes"
        begin(folder)
        publication = Publication.read(folder)
        counts = (0, 0, 0)
        for _ in range(times):
            kill_once(folder, publication, notes, chance)
            counts = look(folder, publication, notes)
        head = Repository.of(folder).head
        assert report_of(verdict_task(publication, {"tree": head})).conforms
        subprocess.run(["git", "fsck", "--connectivity-only"], cwd=folder, check=True, capture_output=True)
        subprocess.run(["git", "clone", "-q", str(folder), f"{place}/copy"], check=True)
        assert Publication.read(Path(place) / "copy").digest == Publication.read(folder).digest
        return counts


if __name__ == "__main__":
    began = time.monotonic()
    submitted, accepted, gone = main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    seconds = time.monotonic() - began
    print(
        f"{sys.argv[1]} kills: {submitted} proposals, {accepted} accepted, {gone} gone, nothing lost ({seconds:.0f} s)"
    )
