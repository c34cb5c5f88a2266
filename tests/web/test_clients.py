"""One client cannot use up what is for all."""

from __future__ import annotations

import pytest

from accord.errors import LimitError
from accord.web.clients import ClientLimits, Clients


class Clock:
    """Seconds that pass when a test says so."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def clients(clock: Clock) -> Clients:
    return Clients(ClientLimits(concurrent=2, work=60), clock)


def test_so_many_at_once_and_no_more(clients: Clients) -> None:
    leave = clients.enter("a")
    clients.enter("a")
    with pytest.raises(LimitError) as caught:
        clients.enter("a")
    assert (caught.value.limit, caught.value.status, caught.value.retry_after) == ("concurrent", 429, 1)
    clients.enter("b")
    leave()
    leave()
    clients.enter("a")
    with pytest.raises(LimitError):
        clients.enter("a")


def test_a_share_is_used_up_and_comes_back(clients: Clients, clock: Clock) -> None:
    for _ in range(4):
        leave = clients.enter("a")
        clock.now += 20
        leave()
    clock.now -= 80
    for _ in range(4):
        other = clients.enter("b")
        other()
    leaves = [clients.enter("c"), clients.enter("c")]
    clock.now += 90
    for leave in leaves:
        leave()
    with pytest.raises(LimitError) as caught:
        clients.enter("c")
    assert caught.value.limit == "work"
    assert caught.value.retry_after
    clock.now += caught.value.retry_after
    clients.enter("c")


def test_time_that_passes_between_queries_costs_nothing(clients: Clients, clock: Clock) -> None:
    for _ in range(100):
        clients.enter("a")()
        clock.now += 1000
    clients.enter("a")


def test_addresses_are_not_remembered_without_end(clients: Clients) -> None:
    at_work = clients.enter("first")
    for number in range(10_100):
        clients.enter(str(number))()
    assert len(clients._accounts) <= 10_101
    at_work()
