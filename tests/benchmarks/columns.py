"""maplib, an engine with columns, as a peer in this process: its rows as other engines write them."""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, RdfFormat, parse

from benchmarks.peer import Peer


def installed() -> bool:
    """Whether it is installed; it is not a test dependency, since it brings 500 MB of packages."""
    return importlib.util.find_spec("maplib") is not None


def maplib(dump: Path) -> Peer:
    """maplib with the statements of a file. Only its own work is timed: it gives columns, and writes no JSON."""
    from maplib import Model  # type: ignore[import-not-found, unused-ignore]

    begun = time.perf_counter()
    models: list[Any] = []

    def queried(text: str) -> Any:
        if not models:
            models.append(Model())
            models[0].read(str(dump))
        try:
            return models[0].query(text)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # a panic of Rust is no Exception, and the model answers nothing after it
            models.clear()
            raise RuntimeError(str(error)) from error

    def ask(text: str) -> bytes:
        frame = queried(text)
        rows = [
            {name: _term(value) for name, value in zip(frame.columns, row, strict=True) if value is not None}
            for row in frame.rows()
        ]
        return json.dumps({"results": {"bindings": rows}}).encode()

    queried("SELECT ?s { ?s ?p ?o } LIMIT 1")
    return Peer("maplib in process", ask, time.perf_counter() - begun, run=queried)


def _term(value: object) -> dict[str, str]:
    """A term as SPARQL results have it, from a number, a string, or its N-Triples form where a column is mixed."""
    if not isinstance(value, str):
        return {"value": str(value).lower() if isinstance(value, bool) else str(value), "datatype": "number"}
    if value[:1] not in ('"', "<", "_"):
        return {"value": value}
    (quad,) = parse(f"<urn:s> <urn:p> {value} .".encode(), RdfFormat.N_TRIPLES)
    datatype = {"datatype": quad.object.datatype.value} if isinstance(quad.object, Literal) else {}
    return {"value": getattr(quad.object, "value", ""), **datatype}
