"""Accord publishes a folder of RDF as a linked-data site. A program may import these names.

To check a folder:

>>> from accord import Publication, check
>>> report = check(Publication.read("tests/publication"))
>>> report.exit_code
0

To answer a query without a server:

>>> from accord import EngineLimits, Query, formats, local_engine
>>> publication = Publication.read("tests/publication")
>>> with local_engine(publication, EngineLimits()) as engine:
...     answer = engine.query(Query("SELECT ?name { ?thing rdfs:label ?name }", formats.CSV))
...     print(b"".join(answer.chunks).decode().splitlines()[0])
name

The report of a check holds findings, each with its place and a likely fix:

>>> from accord import Finding, Report
>>> isinstance(report, Report)
True
>>> print(Finding("LIT-DATATYPE", "violation", "2013-02-30 is not a date.", remedy="Write an existing day.").remedy)
Write an existing day.

An engine answers queries; an answer is read in chunks, so that it may be larger than memory:

>>> from accord import Answer, Engine
>>> isinstance(answer, Answer)
True
>>> [name for name in ("query", "match") if hasattr(Engine, name)]
['query', 'match']

Every error of the package says how to fix it:

>>> from accord import AccordError
>>> try:
...     Publication.read("no-such-folder")
... except AccordError as error:
...     print(error.remedy)
Name the folder of a publication.

To mount the site in an application of your own, any WSGI server takes :func:`create_app`:

>>> from accord import Site, create_app
>>> with local_engine(publication, EngineLimits()) as engine:
...     app = create_app(Site.open(publication, engine))
...     app.test_client().get("/health").status_code
200

Names are imported when they are first used, since the command line should not wait for all of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from accord import formats
    from accord.engine import Answer, Engine, Query
    from accord.engine.processes import local_engine
    from accord.errors import AccordError
    from accord.limits import EngineLimits
    from accord.publication import Publication
    from accord.validation import Finding, Report, check
    from accord.web import Site, create_app

__version__ = "0.1.0"

_HOMES = {
    "AccordError": "errors",
    "Answer": "engine",
    "Engine": "engine",
    "EngineLimits": "limits",
    "Finding": "validation",
    "Publication": "publication",
    "Query": "engine",
    "Report": "validation",
    "Site": "web",
    "check": "validation",
    "create_app": "web",
    "local_engine": "engine.processes",
}
"""Each name with the module of the package that has it."""

__all__ = [
    "AccordError",
    "Answer",
    "Engine",
    "EngineLimits",
    "Finding",
    "Publication",
    "Query",
    "Report",
    "Site",
    "__version__",
    "check",
    "create_app",
    "formats",
    "local_engine",
]


def __getattr__(name: str) -> Any:
    """A name of ``_HOMES``, or a module of ``__all__`` (PEP 562)."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    if name == "formats":
        return import_module(f"{__name__}.formats")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
