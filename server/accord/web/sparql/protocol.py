"""The query operation of the SPARQL 1.1 Protocol (§2.1): an HTTP request becomes a query, or a clear error."""

from __future__ import annotations

import hashlib
import re
from binascii import a2b_qp
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotAcceptable, UnsupportedMediaType
from werkzeug.wrappers import Request

import accord
from accord import formats
from accord.engine import Query
from accord.errors import ForbiddenError, QueryError
from accord.formats import HTML, Format
from accord.limits import QueryLimits
from accord.publication import Publication
from accord.sparql.codepoints import with_characters
from accord.sparql.guard import inspect
from accord.sparql.inspection import Inspection
from accord.web.requests.limits import within
from accord.web.requests.networks import shares

DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"

_ABOUT_A_QUERY = ("default-graph-uri", "named-graph-uri", "infer", "timeout")

READ_ONLY = "This endpoint is read-only: it accepts queries, not updates."

_FORMAT_PARAMETERS = ("format", "output", "results")
"""The parameter for the format, and the names that other endpoints have for it."""

_SWITCHES = {"off": False, "false": False, "on": True, "true": True}

_ODD_ESCAPE = re.compile(rb"%(?![0-9a-fA-F]{2})")

_ALL = (*formats.ROW_FORMATS, *formats.GRAPH_RESULT_FORMATS, HTML)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it was asked; ``page`` says that a person is to be shown a page with the beginning of the answer.

    ``sheet`` is the format of a table for people, for which the query itself asks for JSON.
    """

    query: Query
    page: bool
    sheet: Format | None = None


def asked(
    request: Request,
    publication: Publication,
    services: Container[str],
    *,
    formatted: bool = True,
    read: Callable[[str], Inspection] | None = None,
) -> Asked | None:
    """The query of a request, or ``None`` for a GET without one. ``services`` are those that queries may call.

    Where it is not ``formatted``, its answer is not what is sent, and the format wanted is that of something else.
    ``read`` inspects it in place of the guard.

    Raises QueryError (400), LimitError (400, 413), ForbiddenError (403) for updates and for services that may not be
    called, UnsupportedMediaType (415), and NotAcceptable (406).
    """
    parameters, text = _parameters(request)
    text = text and as_read(text)
    accept, client = request.headers.get("Accept"), shares(request.remote_addr or "")[0][0]
    if text is None:
        if name := next((name for name in _ABOUT_A_QUERY if name in parameters), None):
            message = f"The parameter {name} was given without a query."
            raise QueryError(message, remedy="Give the text of the query as the parameter query.")
        return None
    graphs, named_graphs = _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri")
    wanted, seconds = _formats(parameters), _seconds(_single(parameters, "timeout"))
    inspection = read(text) if read else inspect(text, QueryLimits(), services, publication.settings.prefixes)
    infer = _infer(parameters, bool(graphs or named_graphs), inspection, publication.inferred)
    query = Query(text, inspection.formats[0], graphs, named_graphs, infer, seconds, client, inspection)
    if formatted and not _wants_page(wanted, accept):
        return _formatted(query, wanted, accept)
    return Asked(query, formatted)


def asked_alone(text: str, accept: str | None, client: str, read: Callable[[str], Inspection]) -> Asked:
    """The query of a request that has no other parameter, from a client that takes no HTML. See :func:`asked`.

    ``read`` inspects it.
    """
    text = as_read(text)
    inspection = read(text)
    return _formatted(Query(text, inspection.formats[0], client=client, inspection=inspection), (), accept)


def _formatted(query: Query, wanted: Sequence[str], accept: str | None) -> Asked:
    """A query in the format that is wanted. Raises NotAcceptable (406)."""
    offered = query.inspection.formats
    format = _choose(wanted, accept, (*offered, *(formats.SHEETS if offered is formats.ROW_FORMATS else ())))
    sheet = format if format in formats.SHEETS else None
    return Asked(
        query if format is query.format else replace(query, format=formats.JSON if sheet else format), False, sheet
    )


def cache_key(publication: Publication, query: Query) -> bytes:
    """All that the answer to a query depends on."""
    return repr(("sparql", query.text, query.dataset, query.format.name, publication.version)).encode()


def tag(key: bytes, *more: object) -> str:
    """The entity tag of an answer (RFC 9110, section 8.8.3): software, query and data make it, and what is added."""
    return hashlib.sha256(key + repr((accord.__version__, *more)).encode()).hexdigest()[:32]


def page_wanted(request: Request) -> bool:
    """Whether the form of a request is on a page, so that what is wrong with its query belongs on that page too."""
    if request.method == "POST" and request.mimetype != FORM:
        return False
    parameters = MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
    return "query" in parameters and _wants_page(_formats(parameters), request.headers.get("Accept"))


def _parameters(request: Request) -> tuple[MultiDict[str, str], str | None]:
    """The parameters of a request and the text of its query, ``None`` for a GET without one."""
    parameters = request.args
    _utf8(unquote_to_bytes(request.query_string))
    if request.method == "POST":
        kind = _media_type(request)
        if kind == DIRECT:
            return parameters, _utf8(request.get_data())
        _utf8(unquote_to_bytes(request.get_data()))
        parameters = MultiDict([*request.args.items(multi=True), *request.form.items(multi=True)])
    if "update" in parameters:
        raise ForbiddenError(READ_ONLY)
    if "query" not in parameters:
        if request.method == "POST":
            raise QueryError("The form has no field query.", remedy=f"Send query=…, or the query itself as {DIRECT}.")
        return parameters, None
    return parameters, _single(parameters, "query") or ""


def as_read(text: str) -> str:
    """A query without the byte order mark with which some editors begin a file, and without escapes in names."""
    return with_characters(text.removeprefix("\ufeff"))


def _media_type(request: Request) -> str:
    """How a query is posted: directly, or in a form."""
    kind = request.mimetype
    if (coding := request.headers.get("Content-Encoding", "identity").strip().casefold()) != "identity":
        raise UnsupportedMediaType(f"A query is posted as it is, not in the coding {coding[:50]}.")
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8", "us-ascii"):
        raise UnsupportedMediaType(f"A query is posted in UTF-8, not in {charset}.")
    if kind == UPDATE:
        raise ForbiddenError(READ_ONLY)
    if kind not in (DIRECT, FORM):
        raise UnsupportedMediaType(f"A query is posted as {FORM} or as {DIRECT}, not as {kind or 'nothing named'}.")
    return kind


def dataset_parameters(query: Query) -> dict[str, tuple[str, ...] | str]:
    """The dataset of a query as parameters of a request."""
    inferences = {} if query.infer is None else {"infer": "on" if query.infer else "off"}
    return {"default-graph-uri": query.graphs, "named-graph-uri": query.named_graphs, **inferences}


def pairs(parameters: Mapping[str, tuple[str, ...] | str]) -> tuple[tuple[str, str], ...]:
    """Parameters one by one, each a name and a value."""
    values = ((name, (value,) if isinstance(value, str) else value) for name, value in parameters.items())
    return tuple((name, one) for name, given in values for one in given)


def _single(parameters: MultiDict[str, str], name: str) -> str | None:
    values = parameters.getlist(name)
    if len(values) > 1:
        raise QueryError(f"The parameter {name} is given {len(values)} times.", remedy="Give it once.")
    return values[0] if values else None


def _formats(parameters: MultiDict[str, str]) -> tuple[str, ...]:
    """The formats that the parameters name, in their order; clients name one several times, for several endpoints."""
    named = (value for name in _FORMAT_PARAMETERS for value in parameters.getlist(name))
    return tuple(dict.fromkeys(value for value in named if value and value.casefold() != "auto"))


def _graphs(parameters: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The IRIs of graphs; an empty one, which forms of other endpoints send, names none."""
    graphs = tuple(iri for iri in parameters.getlist(name) if iri)
    within("graphs", len(graphs), f"The parameter {name}", 400)
    for iri in graphs:
        if ":" not in iri or any(character in iri for character in '<>"{}|\\^` \n\r\t'):
            raise QueryError(f"{name} is not an absolute IRI: {iri[:200]!r}.")
    return graphs


def _infer(parameters: MultiDict[str, str], graphs: bool, inspection: Inspection, inferred: str) -> bool | None:
    """Whether the default graph is to hold what follows from the ontology; None where the parameter changes nothing.

    It does by itself, unless the request names ``graphs``, or the query does by FROM: they are the dataset then.
    """
    value = (_single(parameters, "infer") or "").casefold()
    if not value:
        return None
    if value not in _SWITCHES:
        raise QueryError(f"infer is on or off (or true or false), not {value[:50]!r}.")
    if _SWITCHES[value] and inspection.from_graphs and not graphs:
        remedy = f"Add FROM <{inferred}> to the query instead."
        raise QueryError("infer=on adds to the default graph, which FROM replaces.", remedy=remedy)
    named = graphs or bool(inspection.from_graphs)
    return _SWITCHES[value] if _SWITCHES[value] == named else None


def _seconds(value: str | None) -> float | None:
    """How long the query may run; 0 means no limit of the client's, as it does for other endpoints."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < float("inf"):
        raise QueryError(f"timeout is not a number of seconds from 0: {value[:50]!r}.")
    return seconds or None


def _utf8(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The request is not UTF-8: byte {error.start} is invalid."
        raise QueryError(message, remedy="Encode the query in UTF-8.") from error


def _wants_page(wanted: Sequence[str], accept: str | None) -> bool:
    """Whether a page is asked for: by name, or by an Accept header that names HTML first, as browsers' do."""
    if wanted:
        return formats.by_name(wanted[0], (HTML,)) is HTML
    return "html" in (accept or "") and formats.negotiate(accept, _ALL) is HTML


def single_parameter(query: bytes) -> str | None:
    """The text of a query string that is one parameter ``query`` and nothing else; ``None`` for any other.

    Quoted-printable is the same coding with another character before the digits, and binascii is five times quicker.
    """
    if query[:6] != b"query=" or b"&" in query or _ODD_ESCAPE.search(query):
        return None
    plain = query[6:].replace(b"=", b"%3D").replace(b"+", b" ").replace(b"%", b"=")
    try:
        return a2b_qp(plain).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _choose(wanted: Sequence[str], accept: str | None, offered: Sequence[Format]) -> Format:
    """The format of the answer: the first of those wanted that fits, else the one that ``Accept`` prefers.

    A wildcard in ``Accept`` does not replace a format that was named and does not fit. Raises NotAcceptable (406).
    """
    if fitting := next(filter(None, (formats.by_name(name, offered) for name in wanted)), None):
        return fitting
    if wanted and not formats.names_any(accept, offered):
        _nothing_of(offered)
    return formats.negotiate(accept, offered) or _nothing_of(offered)


def choose_named(name: str, offered: Sequence[Format]) -> Format:
    """The format with this name, suffix or media type. Raises NotAcceptable (406) with those available."""
    return formats.by_name(name, offered) or _nothing_of(offered)


def _nothing_of(offered: Sequence[Format]) -> NoReturn:
    raise NotAcceptable("Available formats: " + ", ".join(one.media for one in offered) + ".")
