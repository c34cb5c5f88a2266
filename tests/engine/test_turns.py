"""Clients wait for workers each in its own line, and are served in turn."""

from __future__ import annotations

from accord.engine.workers.turns import Turns


def test_clients_are_served_in_turn() -> None:
    turns = Turns(1)
    first = turns.ask("flood", 10)
    asked = [turns.ask(client, 10) for client in ("flood", "flood", "flood", "a", "b", "a")]
    assert first
    assert first.granted
    order = []
    for _ in asked:
        turns.release()
        granted = [place for place, turn in enumerate(asked) if turn and turn.granted and place not in order]
        order += granted
    assert order == [0, 3, 4, 1, 5, 2]


def test_a_place_is_given_at_once_or_asked_for_in_vain() -> None:
    turns = Turns(1)
    assert turns.ask("a", 0)
    assert turns.ask("b", 0) is None
    turns.release()
    assert turns.ask("b", 0)


def test_who_withdraws_gets_no_place() -> None:
    turns = Turns(1)
    turns.ask("a", 10)
    gone, stays = turns.ask("b", 10), turns.ask("b", 10)
    assert gone
    assert stays
    assert turns.withdraw(gone)
    turns.release()
    assert (gone.granted, stays.granted, turns.waiting) == (False, True, 0)
    assert not turns.withdraw(stays)
