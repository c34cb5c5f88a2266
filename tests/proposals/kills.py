"""Kills whoever submits and accepts at random moments, and looks at what is left.

    PYTHONPATH=server:tests .venv/bin/python tests/proposals/kills.py 200

A process submits and accepts as fast as it can, and writes down what was acknowledged. It and its git are killed
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
from contextlib import suppress
from pathlib import Path

from accord.proposals import repository as repository_module
from accord.proposals.book import Book, Contributor, Draft
from accord.proposals.candidate import report_of, verdict_task
from accord.proposals.decisions import Decisions
from accord.proposals.proposal import new_id
from accord.proposals.repository import Repository
from accord.proposals.worktree import bring_forward, changed_by_hand
from accord.publication import Publication
from places import TINY

MAX = Contributor("maintainer", "Max", "mmmm3333")
LONGEST = 0.5
"""Seconds after which a process is killed at the latest: a submission and an acceptance take about 0.3 s."""
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
    """Submit and accept until killed; each acknowledged proposal is a line: its id, its slug, and whether accepted."""
    book = Book(publication, Repository.of(folder))
    decisions = Decisions(book, lambda tree: FINE)
    while True:
        slug = f"light-{new_id()}"
        files = {f"data/lights/{slug}.ttl": light(slug).encode()}
        one = book.submit(Draft("new", slug, "", book.repository.head, files), MAX)
        os.write(acknowledged, f"{one.id} {slug} submitted\n".encode())
        decisions.accept(one, MAX, one.tip)
        os.write(acknowledged, f"{one.id} {slug} accepted\n".encode())


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


def look(folder: Path, publication: Publication, notes: Path) -> tuple[int, int]:
    """Check that nothing acknowledged is lost; how many proposals there are, and how many are accepted."""
    book = Book(publication, Repository.of(folder))
    with book.repository.lock():
        bring_forward(book.repository)
    found = {one.id: one for one in book.all()}
    files = book.repository.files(book.repository.head)
    for row in notes.read_text().splitlines() if notes.exists() else []:
        id, slug, state = row.split()
        path = f"data/lights/{slug}.ttl"
        (change,) = book.changes(found[id])
        assert (change.path, change.after) == (path, light(slug).encode()), row
        if state == "accepted":
            assert found[id].state == "accepted", row
            assert book.repository.blob(files[path].blob) == light(slug).encode()
            assert (folder / path).read_bytes() == light(slug).encode()
    for one in found.values():
        assert len(book.changes(one)) == 1, "half a proposal"
    assert changed_by_hand(book.repository, list(files)) == []
    return len(found), sum(one.state == "accepted" for one in found.values())


def main(times: int, seed: int = 1) -> tuple[int, int]:
    """Kill so many times; how many proposals there are in the end, and how many are accepted."""
    repository_module.LOCK_LEFT_S = 0.0
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="accord-kills-") as place:
        folder, notes = Path(place) / "site", Path(place) / "notes"
        begin(folder)
        publication = Publication.read(folder)
        counts = (0, 0)
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
    submitted, accepted = main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    seconds = time.monotonic() - began
    print(f"{sys.argv[1]} kills: {submitted} proposals, {accepted} accepted, nothing lost ({seconds:.0f} s)")
