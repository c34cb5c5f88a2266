"""How values read."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode

from accord.names import XSD
from accord.web.literal_format import LiteralWords, wording


@pytest.mark.parametrize(
    ("value", "datatype", "element", "text"),
    [
        ("2018-01-05", "date", "time", "5 January 2018"),
        ("2018-13-05", "date", "time", "2018-13-05"),
        ("2018-01-05Z", "date", "time", "2018-01-05Z"),
        ("2018-12", "gYearMonth", "time", "December 2018"),
        ("2018", "gYear", "time", "2018"),
        ("2018-01-05T09:30:59.123Z", "dateTime", "time", "5 January 2018, 09:30 UTC"),
        ("2018-01-05T09:30:00+01:00", "dateTime", "time", "5 January 2018, 09:30 UTC+01:00"),
        ("2018-01-05T09:30:00", "dateTime", "time", "5 January 2018, 09:30"),
        ("2018-01-05T00:00:00Z", "dateTime", "time", "5 January 2018"),
        ("2018-13-05T09:30:00", "dateTime", "time", "2018-13-05T09:30:00"),
        ("2018-01-05", "dateTime", "time", "2018-01-05"),
        ("55000000", "integer", "data", "55,000,000"),
        ("-12345.60", "decimal", "data", "-12,345.60"),
        ("9999", "integer", "data", "9999"),
        ("10000", "integer", "data", "10,000"),
        ("+00123456", "integer", "data", "+123,456"),
        ("1" * 6_000, "integer", "data", ",".join(["111"] * 2_000)),
        ("1e6", "double", "data", "1e6"),
        ("1", "boolean", "data", "yes"),
        ("https://example.com", "anyURI", "address", "https://example.com"),
        ("2018-01", "string", "text", "2018-01"),
    ],
)
def test_a_literal_reads_as_people_write_it(value: str, datatype: str, element: str, text: str) -> None:
    said = wording(Literal(value, datatype=NamedNode(XSD + datatype)))
    assert isinstance(said, LiteralWords)
    assert (said.element, said.text, said.machine) == (element, text, value)
