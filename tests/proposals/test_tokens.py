"""Tokens: random, hashed, expiring, revocable, and in a file that only its owner can read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accord.errors import InputError
from accord.proposals.tokens import TOKEN, Tokens


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "accord/tokens.json")


def test_a_token_is_found_by_its_secret_only(tokens: Tokens) -> None:
    given = tokens.new("Ann", "contributor")
    assert TOKEN.fullmatch(given)
    found = tokens.find(given)
    assert found is not None
    assert (found.name, found.role) == ("Ann", "contributor")
    for wrong in (
        given[:-1] + ("a" if given[-1] != "a" else "b"),
        given[:-1],
        "",
        f"{given} ",
        given.upper(),
        "acc_x_y",
    ):
        assert tokens.find(wrong) is None


def test_the_file_has_no_secret_and_only_its_owner_reads_it(tokens: Tokens, tmp_path: Path) -> None:
    given = tokens.new("Ann", "maintainer")
    path = tmp_path / "accord/tokens.json"
    assert given.rpartition("_")[2] not in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(InputError, match="Others can read"):
        tokens.find(given)


def test_expired_and_revoked_tokens_are_refused(tokens: Tokens) -> None:
    old, kept = tokens.new("Old", "contributor", days=-1), tokens.new("Kept", "contributor")
    assert tokens.find(old) is None
    (id,) = [one.id for one in tokens.all() if one.name == "Kept"]
    tokens.revoke(id)
    assert tokens.find(kept) is None
    with pytest.raises(InputError, match="no token"):
        tokens.revoke("nothing1")


def test_tokens_are_random_and_a_broken_file_is_an_error(tokens: Tokens, tmp_path: Path) -> None:
    assert len({tokens.new("x", "contributor") for _ in range(20)}) == 20
    path = tmp_path / "accord/tokens.json"
    assert len(json.loads(path.read_text())) == 20
    path.write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        tokens.all()


@pytest.mark.parametrize("days", [1e7, 1e12, 1e300, float("inf"), float("nan")])
def test_no_token_expires_beyond_the_calendar(tokens: Tokens, days: float) -> None:
    with pytest.raises(InputError, match="cannot expire"):
        tokens.new("Ann", "contributor", days=days)
    assert tokens.all() == []
