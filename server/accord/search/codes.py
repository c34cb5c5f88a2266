"""The codes of registers in the spellings that people paste: bare, with a prefix, as an address.

The table knows registers that the whole world uses; those of a publication's own field come from its data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

_TABLE = {
    "Wikidata": r"(?:(?:\w+\.)?wikidata\.org/(?:wiki|entity)/|wikidata:|wd:)?(q[1-9]\d*)",
    "ROR": r"(?:ror\.org/|ror:)?(0[a-hj-km-np-tv-z0-9]{6}\d\d)",
    "GRID": r"(?:grid\.ac/institutes/|grid:)?(grid\.\d+\.[0-9a-f]+)",
    "ISNI": r"(?:isni\.org/(?:isni/|page/)?|isni:?)?(\d{15}[\dx])",
    "ORCID": r"(?:orcid\.org/|orcid:)?(\d{15}[\dx])",
    "Crossref Funder": r"(?:(?:dx\.)?doi\.org/|doi:)?(?:10\.13039/)?((?:100|501100)\d{6})",
    "GeoNames": r"(?:\w+\.)?geonames\.org/(\d+)(?:/.*)?",
}
_PATTERNS = {scheme: re.compile(pattern) for scheme, pattern in _TABLE.items()}
_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?", re.IGNORECASE)
_GROUPED = re.compile(r"(?<=[\dx])[\s-]+(?=[\dx])")


@dataclass(frozen=True, slots=True)
class Code:
    """A code, folded, and the register that its spelling names; ``scheme`` is empty when any register may mean it."""

    scheme: str
    value: str


def bare(text: str) -> str:
    """A code or an address without what does not tell it apart: scheme, ``www.``, capitals, the last slash."""
    return _ADDRESS.sub("", unquote(text.strip().strip("<>")), count=1).rstrip("/").casefold().strip()


def last_part(address: str) -> str:
    """The part after the last slash of a bare address: in most registers the code."""
    return address.rpartition("/")[2]


def readings(text: str) -> Iterator[Code]:
    """Readings of a string as a code: itself, and the code in each register whose spellings it fits."""
    plain = bare(text)
    yield Code("", plain)
    together = _GROUPED.sub("", plain)
    tight = together.replace(" ", "")
    for scheme, pattern in _PATTERNS.items():
        if found := pattern.fullmatch(tight):
            yield Code(scheme, found[1])
