"""One client cannot use up what is for all."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from accord.engine.disconnection import Disconnection, serving
from accord.errors import EngineError, LimitError
from accord.web.requests.networks import shares
from accord.web.requests.rate_limit import ClientLimits, Clients
from clock import Clock


@pytest.fixture
def clients(clock: Clock) -> Clients:
    return Clients(ClientLimits(concurrent=2, waiting=0, work=60), clock)


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
    assert len(clients._accounts._known) <= 10_001
    at_work()


def test_debts_are_kept_until_they_are_paid(clients: Clients, clock: Clock) -> None:
    leave, others = clients.enter("192.0.2.1"), [clients.enter(f"debtor {number}") for number in range(50)]
    clock.now += 120
    for one in (leave, *others):
        one()
    for number in range(25_000):
        clients.enter(str(number))()
    with pytest.raises(LimitError) as caught:
        clients.enter("192.0.2.1")
    assert caught.value.limit == "work"
    clock.now += 61
    clients.enter("192.0.2.1")()
    clock.now += 60
    for number in range(25_000):
        clients.enter(str(number))()
    assert "192.0.2.1" not in clients._accounts._known, "an account that is full again is like a new one"


@pytest.mark.parametrize("name", ["work", "concurrent"])
def test_a_network_of_64_bits_is_one_client(clients: Clients, clock: Clock, name: str) -> None:
    leaves = [clients.enter(f"2001:db8:0:1::{number}") for number in range(2)]
    if name == "work":
        clock.now += 60
        for leave in leaves:
            leave()
    with pytest.raises(LimitError) as caught:
        clients.enter("2001:db8:0:1:ffff:ffff:ffff:ffff")
    assert caught.value.limit == name
    clients.enter("2001:db8:0:2::1")


def test_a_network_of_48_bits_gets_four_shares(clients: Clients, clock: Clock) -> None:
    leaves = [clients.enter(f"2001:db8:7:{number}::1") for number in range(8)]
    with pytest.raises(LimitError) as caught:
        clients.enter("2001:db8:7:9::1")
    assert caught.value.limit == "concurrent"
    clients.enter("2001:db8:8::1")
    clock.now += 31
    for leave in leaves:
        leave()
    with pytest.raises(LimitError) as caught:
        clients.enter("2001:db8:7:9::1")
    assert caught.value.limit == "work", "8 x 31 s are more than 4 x 60 s, and refill only 4 times as fast"


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("192.0.2.1", ["192.0.2.1"]),
        ("::ffff:192.0.2.1", ["192.0.2.1"]),
        ("::FFFF:C000:201", ["192.0.2.1"]),
        ("2001:db8::1", ["20010db800000000/64", "20010db80000/48"]),
        ("fe80::1%eth0", ["fe80000000000000/64", "fe8000000000/48"]),
        ("", [""]),
        ("no address" * 20, [("no address" * 20)[:64]]),
    ],
)
def test_who_is_one_client(address: str, names: list[str]) -> None:
    assert [name for name, _ in shares(address)] == names


def test_of_requests_without_queries_only_the_time_counts(clients: Clients, clock: Clock) -> None:
    leaves = [clients.enter("a", counted=False) for _ in range(10)]
    clients.enter("a")
    clock.now += 10
    for leave in leaves:
        leave()
    with pytest.raises(LimitError) as caught:
        clients.enter("a", counted=False)
    assert caught.value.limit == "work"


def asking(clients: Clients, address: str, then: Callable[[Callable[[], None]], object]) -> threading.Thread:
    """A thread that enters and passes on what it gets, once it waits in its line."""
    before = clients._waiting
    thread = threading.Thread(target=lambda: then(clients.enter(address)))
    thread.start()
    while clients._waiting == before and thread.is_alive():
        with clients._lock:
            clients._lock.wait(0.01)
    return thread


def test_a_query_waits_for_the_others_of_its_client_in_order() -> None:
    clients = Clients(ClientLimits(concurrent=1, waiting=2))
    leave = clients.enter("a")
    served: list[int] = []
    threads = [
        asking(clients, "a", lambda end, number=number: (served.append(number), end()))  # type: ignore[misc]
        for number in range(2)
    ]
    with pytest.raises(LimitError) as caught:
        clients.enter("a")
    assert (caught.value.limit, caught.value.status) == ("waiting", 429)
    clients.enter("b")()
    leave()
    for thread in threads:
        thread.join(10)
    assert served == [0, 1]


def test_all_lines_together_are_bounded() -> None:
    clients = Clients(ClientLimits(concurrent=1, lines=1))
    leaves = [clients.enter(name) for name in "ab"]
    thread = asking(clients, "a", lambda end: end())
    with pytest.raises(LimitError) as caught:
        clients.enter("b")
    assert caught.value.limit == "lines"
    leaves[0]()
    thread.join(10)


def test_a_line_has_an_end_in_time() -> None:
    clients = Clients(ClientLimits(concurrent=1, patience=0.01))
    clients.enter("a")
    with pytest.raises(LimitError) as caught:
        clients.enter("a")
    assert (caught.value.limit, caught.value.status) == ("patience", 429)
    assert clients._accounts._known["a"].present == 1


def test_a_client_that_leaves_does_not_wait_on() -> None:
    clients = Clients(ClientLimits(concurrent=1, patience=60))
    clients.enter("a")
    disconnection, errors = Disconnection(), []

    def ask() -> None:
        with serving(disconnection):
            try:
                clients.enter("a")
            except EngineError as error:
                errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    disconnection.leave()
    thread.join(10)
    assert len(errors) == 1
    assert clients._waiting == 0


def test_places_on_the_event_loop_are_in_the_same_line_as_threads() -> None:
    clients = Clients(ClientLimits(concurrent=1, waiting=2))
    leave = clients.enter("a")
    called: list[str] = []
    place = clients.line_up("a", lambda: called.append("place"))
    assert place
    served: list[int] = []
    thread = asking(clients, "a", lambda end: (served.append(1), end()))
    assert clients.line_up("a", called.clear) is None, "the line is full"
    assert clients.enter_at_once("a", place) is None
    assert clients.enter_at_once("a") is None
    assert (called, served) == ([], [])
    leave()
    assert called == ["place"]
    assert served == [], "the place was first"
    admitted = clients.enter_at_once("a", place)
    assert admitted
    admitted()
    thread.join(10)
    assert served == [1]
    assert (clients.waiting, clients._accounts._known["a"].present) == (0, 0)


def test_who_steps_out_of_the_line_lets_the_next_in() -> None:
    clients = Clients(ClientLimits(concurrent=1))
    leave = clients.enter("a")
    called: list[int] = []
    first, second = (clients.line_up("a", lambda number=number: called.append(number)) for number in range(2))  # type: ignore[misc]
    assert first
    assert second
    leave()
    clients.step_out(first)
    assert called == [0, 1]
    assert clients.enter_at_once("a", second)
    assert clients.waiting == 0


def test_a_place_that_has_room_at_once_is_called_at_once() -> None:
    called: list[int] = []
    assert Clients(ClientLimits(concurrent=1)).line_up("a", lambda: called.append(1))
    assert called == [1]


def test_a_client_in_debt_gets_no_place_in_its_line(clock: Clock) -> None:
    clients = Clients(ClientLimits(concurrent=1, work=60), clock)
    leave = clients.enter("a")
    place = clients.line_up("a", lambda: None)
    assert place
    assert not clients.in_debt(place)
    clock.now += 200
    leave()
    assert clients.in_debt(place)
    assert clients.enter_at_once("a", place) is None
    assert clients.line_up("a", lambda: None) is None


def test_a_line_is_not_full_of_those_that_are_about_to_leave_it() -> None:
    clients = Clients(ClientLimits(concurrent=1, waiting=1))
    leave = clients.enter("a")
    assert clients.line_up("a", lambda: None)
    assert clients.line_up("a", lambda: None) is None
    leave()
    assert clients.line_up("a", lambda: None), "the first has been called, and has not come yet"
