"""The views of the example queries: each is a question at an address of its own, with its answer in every format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from flask import Blueprint, Response, abort, render_template, request

from accord import formats
from accord.engine import Query
from accord.errors import AccordError, LimitError, QueryError
from accord.formats import GRAPH_QUERIES, HTML, QUERY, RDF_FORMATS, SVG, Format, by_suffix
from accord.limits import QueryLimits
from accord.pictures.requested import UNDRAWN, Unfit
from accord.publication.examples import Example
from accord.questions import GivenValues
from accord.sparql.guard import inspect
from accord.sparql.prologue import with_prefixes
from accord.web.requests.languages import keeping, names_in
from accord.web.requests.networks import shares
from accord.web.requests.parameters import refuse_unknown
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer, preferred
from accord.web.responses.faults import status_of
from accord.web.site import Site, current
from accord.web.site.access import access
from accord.web.sparql import explanation
from accord.web.sparql.answers import tables
from accord.web.sparql.answers.pictures import ShownPicture, embeddable, figure_of_query, picture_of_query, write_svg
from accord.web.sparql.answers.result_set import result_set
from accord.web.sparql.answers.shown import Shown, page_number, shown
from accord.web.sparql.answers.totals import total_of
from accord.web.sparql.page.snippets import snippets, table_snippets
from accord.web.sparql.running import run_cached

ROWS = (formats.XLSX, formats.CSV_NAMES, formats.JSON, formats.XML, formats.TSV, formats.TURTLE)
"""The formats of the answer to a question whose answer is rows, the preferred first."""

blueprint = Blueprint("questions", __name__)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """An example query with the values of a request; ``text`` is the query with these values."""

    example: Example
    asked: GivenValues
    text: str
    page: Page
    site: Site

    @property
    def is_ready(self) -> bool:
        """Whether every parameter that needs a value has one."""
        return not self.asked.error and not self.asked.missing

    def query(self, format: Format) -> Query:
        """The query for the engine. Raises QueryError or LimitError for one that the endpoint refuses."""
        prefixes = self.site.publication.settings.prefixes
        inspection = inspect(self.text, QueryLimits(), self.site.engine.services, prefixes)
        client = shares(request.remote_addr or "")[0][0]
        return Query(self.text, format, client=client, inspection=inspection)

    @property
    def runnable(self) -> str:
        """The query with the declarations of its prefixes, which runs anywhere."""
        return with_prefixes(self.text, self.site.publication.settings.prefixes)

    def download(self, format: Format) -> str:
        """The address of the answer in a format, with the names that the page has."""
        address = self.page.address(format, request.script_root)
        return keeping(address) if names_in(format) else address

    def address(self, number: int) -> str:
        """The address of a page of the answer."""
        pairs = [self.page.query] if self.page.query else []
        pairs += [f"page={number}"] if number > 1 else []
        return keeping(f"{request.script_root}{self.page.path}" + (f"?{'&'.join(pairs)}" if pairs else ""))


@blueprint.get("/queries/<slug>.<suffix>")
@blueprint.get("/queries/<slug>")
@may_wait
def question(slug: str, suffix: str = "") -> Response:
    """An example query: its question with fields for its parameters, and the answer.

    Its parameters are those of the query: each question has an operation of its own in this description.

    :path slug: The name of the query. Example: {example}
    :query integer page: The page of the answer in HTML, from 1. Example: 1
    :produces: HTML, ROWS, RDF_FORMATS, SVG, QUERY
    """
    site = current()
    example = site.examples.get(slug)
    if example is None and (moved := next((one for one in site.examples.values() if slug in one.formerly), None)):
        return _moved(moved, slug, suffix)
    offered = offered_for(example.query_type) if example else ()
    fixed = by_suffix(suffix, offered)
    if example is None or (suffix and not fixed):
        abort(404, f"There is no example query {slug}{'.' if suffix else ''}{suffix}.")
    names = [*(one.name for one in example.parameters), "page", "bom"]
    refuse_unknown(names, ", ".join(names))
    found = question_of(site, example, offered)
    format = fixed or preferred(found.page)
    if format is HTML:
        return _page(site, found, fixed)
    if not found.is_ready:
        raise found.asked.error or _missing(found)
    response = answer(site, found.page, lambda format: _write(site, found, format), format)
    if fixed is None:
        response.vary.add("Accept")
    if format is not QUERY:
        explanation.add_hint(response, site, found.query(_read_as(found)))
    return embeddable(response) if format is SVG else tables.with_bom(response)


def _moved(example: Example, slug: str, suffix: str) -> Response:
    """To the address that a question has now, with the same values: those given, and those that it had of old."""
    address = f"{request.script_root}/queries/{example.slug}" + (f".{suffix}" if suffix else "")
    old = [(name, value) for name, value in example.formerly[slug].items() if name not in request.args]
    query = "&".join(filter(None, (request.query_string.decode("latin-1"), urlencode(old, safe=":/"))))
    return Response(status=301, headers={"Location": address + (f"?{query}" if query else "")})


def offered_for(query_type: str) -> tuple[Format, ...]:
    """The formats of a question whose query is of this type, the preferred first."""
    return (
        HTML,
        *(RDF_FORMATS if query_type in GRAPH_QUERIES else ROWS),
        *((SVG,) if query_type == "SELECT" else ()),
        QUERY,
    )


def question_of(site: Site, example: Example, offered: tuple[Format, ...]) -> AskedQuestion:
    """The question with the values of this request."""
    given: Mapping[str, list[str]] = request.args.to_dict(flat=False)
    asked = site.questions.ask(example, given)
    pairs = [
        (one.name, site.questions.written(asked.values[one.name]) if one.name in asked.values else "")
        for one in example.parameters
        if one.name in given and not asked.error
    ]
    query = urlencode(pairs, safe=":/")
    canonical = f"{site.publication.settings.base}queries/{example.slug}" + (f"?{query}" if query else "")
    linked = tuple(one for one in offered if one is not SVG or example.picture.partition(" ")[0] not in UNDRAWN)
    page = Page(f"/queries/{example.slug}", canonical, linked, query=query, host=request.host_url)
    text = example.bound(asked.values, site.publication.settings.prefixes) if example.parameters else example.text
    return AskedQuestion(example, asked, text, page, site)


def _missing(found: AskedQuestion) -> QueryError:
    names = ", ".join(found.asked.missing)
    return QueryError(f"The question needs a value for: {names}.", remedy="Give it as a parameter of the address.")


def _page(site: Site, found: AskedQuestion, fixed: Format | None) -> Response:
    """The page of a question. Where it cannot be answered, the form stays, with what is wrong."""
    number = page_number()
    try:
        if found.asked.error:
            raise found.asked.error
        if found.asked.missing:
            return _refused(site, found, None, 200)
        if not found.query(formats.JSON).inspection.cacheable:
            return _unkept(site, found, number)
        query = "&".join(filter(None, (found.page.query, f"page={number}" if number > 1 else "")))
        page = Page(found.page.path, found.page.canonical, found.page.formats, query, host=request.host_url)
        return answer(site, page, lambda _: _render(site, found, _shown(site, found, number)).encode(), fixed)
    except AccordError as error:
        return _refused(site, found, error, error.status if isinstance(error, LimitError) else status_of(error))


def _shown(site: Site, found: AskedQuestion, number: int) -> Shown:
    return shown(site, found.query(_read_as(found)), number, found.example.columns)


def _read_as(found: AskedQuestion) -> Format:
    """The format in which this program reads the answer."""
    return formats.TURTLE if found.example.query_type in GRAPH_QUERIES else formats.JSON


def _unkept(site: Site, found: AskedQuestion, number: int) -> Response:
    """The page of an answer that differs each time, so that nobody may keep a copy."""
    response = Response(_render(site, found, _shown(site, found, number)))
    response.cache_control.no_store = True
    response.vary.add("Accept")
    return response


def _refused(site: Site, found: AskedQuestion, error: AccordError | None, status: int) -> Response:
    response = Response(_render(site, found, None, error), status)
    response.cache_control.no_store = True
    response.vary.add("Accept")
    return response


def _render(site: Site, found: AskedQuestion, answer: Shown | None, error: AccordError | None = None) -> str:
    is_graph = found.example.query_type in GRAPH_QUERIES
    table = found.download(formats.CSV_NAMES)
    picture = _picture(site, found) if answer else None
    total = total_of(site, found.query(formats.JSON)) if answer and not is_graph else None
    unlinked = (HTML,) if picture else (HTML, SVG)
    return render_template(
        "question.html",
        example=found.example,
        fields=found.asked.fields,
        question=found,
        shown=answer,
        picture=picture,
        figure=figure_of_query(site, found.query(formats.JSON), found.example.picture, found.example.columns)
        if answer and not is_graph
        else "",
        total=total,
        sheets=formats.SHEETS if not is_graph else RDF_FORMATS[:1],
        error=error,
        name_of=site.things.labels.of,
        downloads=[(one, found.download(one)) for one in found.page.formats if one not in unlinked],
        snippets=snippets(access().endpoint, found.runnable, (), is_graph),
        table_snippets=() if is_graph else table_snippets(urljoin(request.host_url, table)),
    )


def _picture(site: Site, found: AskedQuestion) -> ShownPicture | None:
    """The picture of the answer; ``None`` where the question has none, or the rows cannot be drawn."""
    if found.example.query_type != "SELECT":
        return None
    try:
        example = found.example
        picture = picture_of_query(
            site, found.query(formats.JSON), example.picture, example.title, columns=example.columns
        )
    except Unfit:
        return None
    return ShownPicture(picture, "picture", found.page.address(SVG, request.script_root)) if picture else None


def _write(site: Site, found: AskedQuestion, format: Format) -> bytes:
    """The whole answer in a format, or the query itself."""
    if format is QUERY:
        return found.text.encode() + b"\n"
    if format is SVG:
        title, words = found.example.title, found.example.picture
        return write_svg(site, found.query(formats.JSON), words, title, found.page.canonical, found.example.columns)
    is_graph = found.example.query_type in GRAPH_QUERIES
    if format is formats.TURTLE and not is_graph:
        return result_set(run_cached(site, found.query(formats.JSON)))
    if format not in formats.SHEETS:
        return b"".join(run_cached(site, found.query(format)).chunks)
    example = found.example
    sheet = tables.of_answer(
        site, run_cached(site, found.query(formats.JSON)), example.title, found.text, example.columns
    )
    sheet = sheet.titled() if example.titled else sheet
    address = urljoin(request.host_url, found.page.address(HTML, request.script_root))
    total = total_of(site, found.query(formats.JSON))
    more = [("Sum", tables.sum_in_words(*total))] if total else []
    origin = tables.about(site, example.title, example.description, address, found.runnable, more)
    return tables.write(sheet, origin, format)
