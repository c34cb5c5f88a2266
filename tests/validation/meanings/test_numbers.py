"""Numbers and currencies in the words of a source."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accord.validation.meanings.currencies import CODES, meant
from accord.validation.meanings.numbers import mentions

READ = {
    "up to £3m": [("3000000", "GBP")],
    "around £125m in government funding": [("125000000", "GBP")],
    "115 million British pounds": [("115000000", "GBP")],
    "around 1 billion Danish kroner (115 million British pounds)": [("1000000000", "DKK"), ("115000000", "GBP")],
    "3,000,000": [("3000000", "")],
    "3 000 000 euros": [("3000000", "EUR")],
    "3.000.000 kr": [("3000000", "DKK")],
    "1,5 mia. kr.": [("1500000000", "DKK")],
    "€1.5bn": [("1500000000", "EUR")],
    "kr100 million": [("100000000", "DKK")],
    "USD5m": [("5000000", "USD")],
    "DKK 40k": [("40000", "DKK")],
    "over three million people": [("3000000", "")],
    "twenty-five departments": [("25", "")],
    "five hundred": [("500", "")],
    "almost a quarter": [("0.25", "")],
    "the second largest": [("2", "")],
    "one of six national awards": [("1", ""), ("6", "")],
    "50% of their time": [("50", "")],
    "all 15 themes": [("15", "")],
    "many people": [],
}


@pytest.mark.parametrize("words", READ)
def test_numbers_are_read_as_people_write_them(words: str) -> None:
    found = [(one.value, next(iter(one.currencies), "")) for one in mentions(words)]
    assert found == [(Decimal(value), currency) for value, currency in READ[words]]


def test_a_letter_after_a_number_may_be_a_unit() -> None:
    (one,) = mentions("30 m")
    assert one.equals(Decimal(30))
    assert one.equals(Decimal(30_000_000))
    (money,) = mentions("£30 m")
    assert not money.equals(Decimal(30))


def test_a_share_may_be_given_in_hundredths() -> None:
    (one,) = mentions("a quarter")
    assert one.equals(Decimal(25))
    assert one.equals(Decimal("0.25"))
    assert not one.equals(Decimal(4))


@pytest.mark.parametrize(
    ("written", "code"), [("£", "GBP"), ("gbp", "GBP"), ("pounds", "GBP"), ("€", "EUR"), ("Danish  kroner", "DKK")]
)
def test_what_people_write_for_a_code_is_known(written: str, code: str) -> None:
    assert meant(written)[0] == code


def test_no_code_is_made_up() -> None:
    assert {"GBP", "EUR", "DKK", "XXX"} <= CODES
    assert {"GPB", "UKP", "KR"}.isdisjoint(CODES)
    assert meant("GPB") == ()
    assert all(len(code) == 3 and code.isupper() for code in CODES)


def test_a_long_string_takes_no_longer() -> None:
    assert len(mentions("£1 " * 100_000)) == 667
