"""Clients wait for workers each in its own line, and are served in turn."""

from __future__ import annotations

from accord.engine.workers.fair_queue import FairQueue


def test_clients_are_served_in_turn() -> None:
    queue = FairQueue(1)
    first = queue.ask("flood", 10)
    asked = [queue.ask(client, 10) for client in ("flood", "flood", "flood", "a", "b", "a")]
    assert first
    assert first.granted
    order = []
    for _ in asked:
        queue.release()
        granted = [place for place, turn in enumerate(asked) if turn and turn.granted and place not in order]
        order += granted
    assert order == [0, 3, 4, 1, 5, 2]


def test_a_place_is_given_at_once_or_asked_for_in_vain() -> None:
    queue = FairQueue(1)
    assert queue.ask("a", 0)
    assert queue.ask("b", 0) is None
    queue.release()
    assert queue.ask("b", 0)


def test_who_withdraws_gets_no_place() -> None:
    queue = FairQueue(1)
    queue.ask("a", 10)
    gone, stays = queue.ask("b", 10), queue.ask("b", 10)
    assert gone
    assert stays
    assert queue.withdraw(gone)
    queue.release()
    assert (gone.granted, stays.granted, queue.waiting) == (False, True, 0)
    assert not queue.withdraw(stays)
