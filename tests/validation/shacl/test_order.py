"""The order of literals of every datatype that has one."""

from __future__ import annotations

import pytest
from rdflib import Literal, URIRef

from accord.names import XSD
from accord.validation.shacl.order import compare

BEFORE = [
    ("date", "-0100-01-01", "-0044-03-15"),
    ("date", "-0001-12-31", "0000-01-01"),
    ("date", "9999-12-31", "10000-01-01"),
    ("date", "12023-01-01", "999999999999-01-01"),
    ("date", "2021-02-28", "2021-03-01"),
    ("date", "2021-01-01+14:00", "2021-01-01Z"),
    ("date", "2021-01-01", "2021-01-03Z"),
    ("dateTime", "1999-12-31T23:59:59.9999999999", "1999-12-31T24:00:00"),
    ("dateTime", "2020-01-01T12:00:00+01:00", "2020-01-01T12:00:00Z"),
    ("time", "24:00:00", "00:00:01"),
    ("gYear", "2024", "2025"),
    ("gYear", "-0044", "12024"),
    ("gYearMonth", "2024-02", "2024-11"),
    ("gMonthDay", "--02-29", "--03-01"),
    ("gMonth", "--02", "--11"),
    ("gDay", "---02", "---11"),
    ("duration", "P1M", "P32D"),
    ("yearMonthDuration", "P11M", "P1Y"),
    ("dayTimeDuration", "PT23H59M", "P1D"),
    ("dayTimeDuration", "-P1D", "PT0.1S"),
    ("integer", "9" * 30, "1" + "0" * 30),
    ("decimal", "0.1", "0.10000000000000000000000000001"),
    ("double", "-INF", "1e400"),
    ("string", "a", "b"),
    ("boolean", "false", "1"),
]
EQUAL = [
    ("dateTime", "1999-12-31T24:00:00", "2000-01-01T00:00:00"),
    ("dateTime", "2020-01-01T12:00:00Z", "2020-01-01T13:00:00+01:00"),
    ("time", "24:00:00", "00:00:00"),
    ("decimal", "1.0", "01"),
    ("duration", "P1Y", "P12M"),
    ("double", "0.1", "1e-1"),
]
APART = [
    ("dateTime", "2002-10-10T12:00:00", "2002-10-10T12:00:00Z"),
    ("date", "2021-01-01", "2021-01-01Z"),
    ("gYear", "2021", "2021Z"),
    ("duration", "P1M", "P30D"),
    ("double", "NaN", "1"),
    ("date", "2021-02-30", "2021-03-01"),
    ("anyURI", "a", "b"),
]


def typed(text: str, name: str) -> Literal:
    return Literal(text, datatype=URIRef(XSD + name), normalize=False)


@pytest.mark.parametrize(("name", "one", "other"), BEFORE)
def test_before(name: str, one: str, other: str) -> None:
    assert (compare(typed(one, name), typed(other, name)), compare(typed(other, name), typed(one, name))) == (-1, 1)


@pytest.mark.parametrize(("name", "one", "other"), EQUAL)
def test_equal(name: str, one: str, other: str) -> None:
    assert compare(typed(one, name), typed(other, name)) == 0


@pytest.mark.parametrize(("name", "one", "other"), APART)
def test_what_has_no_order_cannot_be_compared(name: str, one: str, other: str) -> None:
    assert compare(typed(one, name), typed(other, name)) is None


def test_kinds() -> None:
    assert compare(typed("1", "integer"), typed("1.5", "float")) == -1
    assert compare(Literal("a"), typed("b", "string")) == -1
    assert compare(Literal("a", lang="en"), Literal("b", lang="en")) is None
    assert compare(typed("2021", "gYear"), typed("2021", "integer")) is None
    assert compare(URIRef("urn:a"), URIRef("urn:b")) is None
    assert compare(typed("9" * 2000, "integer"), typed("1", "integer")) is None
