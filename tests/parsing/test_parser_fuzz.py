"""Whatever the bytes, the door gives a result or names a limit, and its faults are in the file."""

from __future__ import annotations

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st
from texts import SAME

from accord import parsing
from accord.errors import LimitError
from accord.parsing import ParsingLimits

PIECES = [
    b"<", b">", b"&", b"&amp;", b"&x;", b'"', b"'", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x?>", b"<!DOCTYPE a [",
    b'<!ENTITY x "y">', b"]>", b"{", b"}", b"[", b"]", b'"@context": ', b'"https://schema.org/"', b":", b",", b".",
    b"\n", b"\r\n", b"\\", b"\xff", b"\0", b"_:b", b"@en", b"^^", b"<x:a>", b" ", b"/", b"=",
    b"xmlns:a='b'", b"\xef\xbb\xbf",
]  # fmt: skip
LIMITS = ParsingLimits(xml_depth=8, json_depth=8, statements=50, faults=5, ratio_floor=1_000)


@st.composite
def mangled(draw: st.DrawFn) -> tuple[str, bytes]:
    """A good file in which some pieces were put in, taken out or repeated."""
    file = draw(st.sampled_from(sorted(SAME)))
    data = SAME[file].encode()
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 30)))
        data = data[:start] + draw(st.sampled_from([b"", data[start:end] * 2, *PIECES])) + data[end:]
    return draw(st.sampled_from([file, file, file, "f.rdf", "f.jsonld"])), data


def _require_published(limit: str) -> None:
    assert limit in ParsingLimits.__dataclass_fields__


@settings(max_examples=400, deadline=None)
@given(mangled(), st.booleans())
def test_any_bytes(case: tuple[str, bytes], places: bool) -> None:
    file, data = case
    try:
        parsed = parsing.parse(data, file, base="http://example.org/", places=places, limits=LIMITS)
    except LimitError as error:
        _require_published(error.limit)
        return
    last = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n") + 1
    for fault in parsed.faults:
        assert fault.message.endswith((".", "?"))
        assert 1 <= fault.place.line <= last
    assert pickle.loads(pickle.dumps(parsed.quads)) == parsed.quads
    assert pickle.loads(pickle.dumps((parsed.faults, parsed.notes))) == (parsed.faults, parsed.notes)
