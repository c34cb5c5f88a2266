"""Parameters that change an answer elsewhere and do nothing here: a hint says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WRITTEN = {"limit": "LIMIT", "maxrows": "LIMIT", "offset": "OFFSET"}
"""Parameters of RDF4J and Virtuoso, with what a query has for them."""

_ANY = re.compile(rb"(?:^|&)(?:limit|maxrows|offset|\$|%24)", re.IGNORECASE)


def may_be_unheeded(sent: bytes | bytearray) -> bool:
    """Whether a query string or a form may have such a parameter."""
    return bool(_ANY.search(sent))


def unheeded(names: Iterable[str]) -> tuple[str, ...]:
    """A sentence for each of these names of parameters that has no effect. RDF4J binds a variable by ``$name``."""
    hints = []
    for name in names:
        if name in _WRITTEN:
            hints.append(f"The parameter {name} has no effect here. Fix: Write {_WRITTEN[name]} in the query.")
        elif name.startswith("$"):
            variable = name[1:50]
            hints.append(
                f"The parameter ${variable} has no effect here. Fix: Write VALUES ?{variable} {{ … }} in the query."
            )
    return tuple(hints)
