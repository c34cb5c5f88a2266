"""A site with two web processes: it is one site for its clients, for those who decide, and for those who run it."""

from __future__ import annotations

import concurrent.futures
import json
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from accord.proposals.repository import Repository
from accord.proposals.tokens import Tokens
from proposals.test_decisions import GULL
from proposals.test_store import NEW, folder
from running import Answer, Running, serving

__all__ = ["folder"]

MANY = 16
"""Requests on connections of their own: that all of them meet one process of two is as likely as 16 heads in a row."""


@dataclass
class Site:
    """The running site with its folder, its log of requests and a token."""

    running: Running
    log: Path
    token: str

    def many(self, path: str, **headers: str) -> list[Answer]:
        return [self.running.get(path, "GET", None, 30, **headers) for _ in range(MANY)]

    def hear(self, words: str) -> None:
        assert self.running.process.stderr is not None
        while words not in (line := self.running.process.stderr.readline()):
            assert line, "it has ended"


@pytest.fixture
def site(folder: Path, tmp_path: Path) -> Iterator[Site]:
    token = Tokens(Repository.of(folder).folder / "accord" / "tokens.json").new("Max", "maintainer")
    log = tmp_path / "requests.log"
    with serving(folder, "--web", "2", "--access-log", str(log)) as running:
        found = Site(running, log, token)
        found.hear("Web process 2 of 2 is ready")
        yield found


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_it_is_one_site(site: Site) -> None:
    assert len({(one.status, one.headers["etag"], one.body) for one in site.many("/things")}) == 1
    until(lambda: len(site.log.read_text().splitlines()) == MANY)
    counted = f'accord_requests_total{{kind="things",status="200"}} {MANY}\n'
    until(lambda: all(counted in one.text for one in site.many("/metrics")))

    form = {"Accept": "text/html", "Origin": site.running.url, "Content_Type": "application/x-www-form-urlencoded"}
    begun = site.running.get("/log-in", "POST", f"token={quote(site.token)}".encode(), 30, **form)
    cookie = begun.headers["set-cookie"].partition(";")[0]
    assert all("Max" in one.text for one in site.many("/proposals", Cookie=cookie, Accept="text/html"))
    assert not any("Max" in one.text for one in site.many("/proposals", Accept="text/html"))


def test_of_twenty_decisions_at_the_same_time_exactly_one_wins(site: Site, folder: Path) -> None:
    before = Repository.of(folder).head
    headers = {"Authorization": f"Bearer {site.token}", "Content_Type": "application/json"}
    body = {"kind": "new", "title": "The Gull Light", "files": [{"path": NEW, "text": GULL}]}
    made = site.running.get("/proposals", "POST", json.dumps(body).encode(), 30, If_Match=f'"{before}"', **headers)
    assert made.status == 201, made.text
    one = json.loads(made.text)

    def accept(_: int) -> int:
        address = f"/proposals/{one['id']}/accept"
        return site.running.get(address, "POST", b"{}", 60, If_Match=f'"{one["tip"]}"', **headers).status

    with concurrent.futures.ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(accept, range(20)))
    assert statuses[200] == 1, statuses
    assert set(statuses) <= {200, 409, 412, 429, 503}
    versions = {one.headers["accord-version"] for one in site.many("/doc/gull.ttl")}
    assert len(versions) == 1, "all processes show what was decided"
    assert Repository.of(folder).head.startswith(versions.pop())


def test_a_process_that_dies_is_started_again_and_nothing_outlives_the_end(site: Site) -> None:
    processes = site.running.processes()
    listening = [pid for pid in processes if _listens(pid)]
    assert len(listening) == 2
    os.kill(max(listening), signal.SIGKILL)
    site.hear("The web server ended and is started again")
    assert {one.status for one in site.many("/things")} == {200}
    until(lambda: len([pid for pid in site.running.processes() if _listens(pid)]) == 2)
    processes |= site.running.processes()
    site.running.process.send_signal(signal.SIGTERM)
    assert site.running.process.wait(15) == 0
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]


def _listens(pid: int) -> bool:
    """Whether a process has a socket of the Internet that listens."""
    listening = {line.split()[9] for line in Path("/proc/net/tcp").read_text().splitlines() if line.split()[3] == "0A"}
    try:
        links = [os.readlink(one) for one in Path(f"/proc/{pid}/fd").iterdir()]
    except FileNotFoundError:
        return False
    return any(found[1] in listening for link in links if (found := re.fullmatch(r"socket:\[(\d+)\]", link)))
