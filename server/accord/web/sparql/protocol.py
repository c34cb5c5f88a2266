"""The query operation of the SPARQL 1.1 Protocol (§2.1): an HTTP request becomes an operation, or a clear refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Request

from accord import formats
from accord.errors import ForbiddenError, QueryError
from accord.formats import Format
from accord.web.limits import within

DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"

_ABOUT_A_QUERY = ("default-graph-uri", "named-graph-uri", "infer", "timeout")

READ_ONLY = "This endpoint is read-only: it takes queries, no updates."


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client asks: the query, its dataset, and what it said about format and time.

    ``outside`` and ``cacheable`` are what the guard saw: that services are called, that the answer may be kept.
    """

    text: str
    graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str | None
    accept: str | None
    infer: bool
    seconds: float | None
    outside: bool = False
    cacheable: bool = True

    @property
    def dataset(self) -> dict[str, tuple[str, ...] | str]:
        """The dataset as parameters of a request."""
        inferences = {"infer": "on"} if self.infer else {}
        return {"default-graph-uri": self.graphs, "named-graph-uri": self.named_graphs, **inferences}

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The same, one pair of name and value after the other."""
        values = ((name, (value,) if isinstance(value, str) else value) for name, value in self.dataset.items())
        return tuple((name, one) for name, given in values for one in given)


def operation(request: Request) -> Operation | None:
    """The operation of a request, or ``None`` for a GET that asks nothing.

    Raises QueryError (400), LimitError (400, 413), ForbiddenError (403) for updates, and UnsupportedMediaType (415).
    """
    parameters = request.args
    _utf8(unquote_to_bytes(request.query_string))
    if request.method == "POST":
        kind = request.mimetype
        charset = request.mimetype_params.get("charset", "utf-8").lower()
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnsupportedMediaType(f"A query is posted in UTF-8, not in {charset}.")
        if kind == DIRECT:
            return _operation(request, parameters, _utf8(request.get_data()))
        if kind == UPDATE:
            raise ForbiddenError(READ_ONLY)
        if kind != FORM:
            raise UnsupportedMediaType(f"A query is posted as {FORM} or as {DIRECT}, not as {kind or 'nothing named'}.")
        _utf8(unquote_to_bytes(request.get_data()))
        parameters = MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
    if "update" in parameters:
        raise ForbiddenError(READ_ONLY)
    if "query" not in parameters and request.method != "POST":
        if said := next((name for name in _ABOUT_A_QUERY if name in parameters), None):
            raise QueryError(f"There is {said}, but no query.", remedy="Give its text as the parameter query.")
        return None
    return _operation(request, parameters, _single(parameters, "query") or "")


def _operation(request: Request, parameters: MultiDict[str, str], text: str) -> Operation:
    return Operation(
        text=text,
        graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        format=_single(parameters, "format"),
        accept=request.headers.get("Accept"),
        infer=_switch(parameters, "infer"),
        seconds=_seconds(_single(parameters, "timeout")),
    )


def _single(parameters: MultiDict[str, str], name: str) -> str | None:
    values = parameters.getlist(name)
    if len(values) > 1:
        raise QueryError(f"The parameter {name} was given {len(values)} times.", remedy="Give it once.")
    return values[0] if values else None


def _graphs(parameters: MultiDict[str, str], name: str) -> tuple[str, ...]:
    graphs = tuple(parameters.getlist(name))
    within("graphs", len(graphs), f"The parameter {name}", 400)
    for iri in graphs:
        if ":" not in iri or any(sign in iri for sign in '<>"{}|\\^` \n\r\t'):
            raise QueryError(f"{name} is not an absolute IRI: {iri[:200]!r}.")
    return graphs


def _switch(parameters: MultiDict[str, str], name: str) -> bool:
    value = _single(parameters, name) or "off"
    if value not in ("on", "off"):
        raise QueryError(f"{name} is on or off, not {value[:50]!r}.")
    return value == "on"


def _seconds(value: str | None) -> float | None:
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise QueryError(f"timeout is not a number of seconds above 0: {value[:50]!r}.")
    return seconds


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"What was sent is not UTF-8: its byte {error.start} cannot be read."
        raise QueryError(message, remedy="Write the query in UTF-8.") from error


def choose(asked: Operation, offered: Sequence[Format]) -> Format:
    """The format of the answer, ``format=`` before ``Accept``. Raises NotAcceptable (406), saying what there is."""
    if asked.format:
        return choose_named(asked.format, offered)
    return formats.negotiate(asked.accept, offered) or _nothing_of(offered)


def choose_named(name: str, offered: Sequence[Format]) -> Format:
    """The format that ``format=`` says by name, suffix or media type. Raises NotAcceptable (406) likewise."""
    return formats.by_suffix(name, offered) or formats.negotiate(name, offered) or _nothing_of(offered)


def _nothing_of(offered: Sequence[Format]) -> NoReturn:
    raise NotAcceptable("This is to be had as " + ", ".join(one.media for one in offered) + ".")
