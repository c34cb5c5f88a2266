"""Accounts in shared memory: two processes of a site, here two objects in one process, and then real ones."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from accord.errors import LimitError
from accord.web.requests.rate_limit import ClientLimits, Clients
from accord.web.requests.shared_accounts import Ledger, SharedAccounts
from clock import Clock

LIMITS = ClientLimits(concurrent=3, waiting=0, work=60)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(2, tmp_path / "lock")


@pytest.fixture
def process(ledger: Ledger, clock: Clock) -> Callable[..., Clients]:
    """What starts a process with a number."""

    def start(number: int, limits: ClientLimits = LIMITS, here: int = 2) -> Clients:
        return Clients(limits, clock, SharedAccounts(limits.work, clock, ledger, number), here)

    return start


def test_queries_of_a_client_count_in_all_processes(process: Callable[..., Clients]) -> None:
    one, two = process(0), process(1)
    leaving = [one.enter("192.0.2.1"), one.enter("192.0.2.1"), two.enter("192.0.2.1")]
    with pytest.raises(LimitError, match="3 of your queries are running"):
        two.enter("192.0.2.1")
    two.enter("192.0.2.2")
    leaving[0]()
    leaving[0]()
    two.enter("192.0.2.1")


def test_a_process_keeps_a_worker_for_others(process: Callable[..., Clients]) -> None:
    one, two = process(0), process(1)
    assert one.enter_at_once("192.0.2.1")
    assert one.enter_at_once("192.0.2.1")
    assert one.enter_at_once("192.0.2.1") is None, "two are all that a client may run here"
    assert two.enter_at_once("192.0.2.1")


def test_time_counts_in_all_processes(process: Callable[..., Clients], clock: Clock) -> None:
    one, two = process(0), process(1)
    leave = one.enter("2001:db8::1", counted=False)
    clock.now += 61
    leave()
    with pytest.raises(LimitError, match="used up"):
        two.enter("2001:db8::1")
    clock.now += 2
    two.enter("2001:db8::1")


def test_one_that_waits_hears_of_the_other_process(process: Callable[..., Clients]) -> None:
    limits, called = ClientLimits(concurrent=1, waiting=1), []
    one, two = process(0, limits), process(1, limits)
    leave = one.enter("a")
    assert two.line_up("a", lambda: called.append(1))
    two.look_again()
    assert not called
    leave()
    two.look_again()
    assert called


def test_processes_serve_the_queries_of_a_client_in_turn(process: Callable[..., Clients], clock: Clock) -> None:
    limits = ClientLimits(concurrent=1, waiting=2)
    one, two = process(0, limits), process(1, limits)
    leave = one.enter("a")
    waiting = two.line_up("a", lambda: None)
    clock.now += 0.04
    later = one.line_up("a", lambda: None)
    leave()
    leave = one.enter_at_once("a", later) or leave
    clock.now += 0.04
    latest = one.line_up("a", lambda: None)
    leave()
    assert one.enter_at_once("a", latest) is None, "another has waited for 50 ms longer"
    assert one.enter_at_once("a") is None, "a new one is not before it either"
    assert two.enter_at_once("a", waiting)


def test_the_oldest_query_of_a_dead_process_holds_nobody_up(process: Callable[..., Clients], clock: Clock) -> None:
    limits = ClientLimits(concurrent=1, waiting=2)
    one, two = process(0, limits), process(1, limits)
    leave = one.enter("a")
    two.line_up("a", lambda: None)
    clock.now += 1
    leave()
    assert one.enter_at_once("a") is None
    process(1)
    assert one.enter_at_once("a")


def test_what_a_dead_process_held_is_free_again(process: Callable[..., Clients]) -> None:
    one, two = process(0), process(1)
    for clients in (one, one, two):
        clients.enter("a")
    with pytest.raises(LimitError):
        two.enter("a")
    process(0)
    two.enter("a")


def test_a_new_client_takes_the_row_that_nobody_uses(ledger: Ledger, clock: Clock) -> None:
    accounts = SharedAccounts(60, clock, ledger, 0)
    kept = [accounts.of(str(number), 1) for number in range(20_000)]
    assert len({id(one) for one in kept}) == 20_000
    used = accounts.of("used", 1)
    used.present += 1
    used.left = -5
    clock.now += 1
    for number in range(20_000, 60_000):
        accounts.of(str(number), 1)
    del used
    found = accounts.of("used", 1)
    assert (found.present, found.left) == (1, -4), "as long as somebody is present, an account is kept"


def test_no_change_of_any_process_is_lost(tmp_path: Path, clock: Clock) -> None:
    ledger, children = Ledger(4, tmp_path / "lock"), []
    for number in range(4):
        if not (child := os.fork()):
            accounts = SharedAccounts(10_000, clock, ledger, number)
            for _ in range(500):
                with accounts.lock:
                    accounts.of("a", 1).left -= 1
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    assert SharedAccounts(10_000, clock, ledger, 0).of("a", 1).left == 8_000
