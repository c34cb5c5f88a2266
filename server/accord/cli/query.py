"""``accord query``: a query on a publication without a server, or on another endpoint."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.cli.options import PUBLICATION
from accord.errors import InputError, UsageError
from accord.formats import GRAPH_RESULT_FORMATS, ROW_FORMATS, Format, by_suffix
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.publication.files import read_file

if TYPE_CHECKING:
    from accord.engine import Query
    from accord.sparql.inspection import Inspection

_LIMITS = EngineLimits()


def _names(offered: Sequence[Format]) -> str:
    return ", ".join(one.name for one in offered)


@click.command(epilog="Example: accord query 'SELECT * { ?s ?p ?o } LIMIT 5' --format csv")
@click.argument("text_or_file", metavar="QUERY")
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help=PUBLICATION)
@click.option("--endpoint", metavar="URL", help="SPARQL endpoint to query instead of a publication.")
@click.option(
    "--format", "output", metavar="FORMAT", help=f"{_names(ROW_FORMATS)}; or {_names(GRAPH_RESULT_FORMATS)} for graphs."
)
@click.option(
    "--infer", type=click.Choice(("on", "off")), default="on", help="Include facts that follow from the ontology."
)
@click.option("--exit-status", "-e", is_flag=True, help="Exit with 1 when the answer is empty or false.")
def query(
    text_or_file: str, root: Path, output: str | None, endpoint: str | None, infer: str, exit_status: bool
) -> None:
    """Run a SPARQL query (its text, or a file) without a server.

    Explanations go to stderr: why an answer is empty or may mislead, and which terms are misspelled.

    Exit codes: 0 the query was answered, also without rows (1 with --exit-status), 3 the query was refused, 4 a limit
    was reached.
    """
    from accord.engine import Query
    from accord.explanations.answers import is_empty
    from accord.limits import QueryLimits
    from accord.sparql.codepoints import with_characters
    from accord.sparql.guard import inspect

    text = with_characters(_text(text_or_file))
    publication = None if endpoint else Publication.read(root)
    prefixes = publication.settings.prefixes if publication else {}
    inspection = inspect(text, QueryLimits(), prefixes=prefixes)
    query = Query(text, _chosen(inspection, output), infer=None if infer == "on" else False, inspection=inspection)
    chunks = iter(_ask_here(query, publication) if publication else _ask_there(query, endpoint or ""))
    first = last = next(chunks, b"")
    sys.stdout.buffer.write(first)
    for last in chunks:
        sys.stdout.buffer.write(last)
    if not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")
    if exit_status and last is first and is_empty(first, query.format):
        sys.stdout.flush()
        sys.exit(1)


def _chosen(inspection: Inspection, output: str | None) -> Format:
    """The format named by ``--format``, or the preferred one. Raises UsageError when the answer has no such format."""
    offered = inspection.formats
    chosen = by_suffix(output, offered) if output else offered[0]
    if chosen is None:
        message = f"The answer of {inspection.query_type} cannot be written as {output}."
        raise UsageError(message, remedy=f"Choose one of {_names(offered)}.")
    return chosen


def _ask_here(query: Query, publication: Publication) -> Iterator[bytes]:
    """Ask the engine of the service, started for this one query."""
    from accord.engine import deviations
    from accord.engine.processes import local_engine
    from accord.explanations import Explainer
    from accord.explanations.answers import is_empty

    with local_engine(publication, _LIMITS) as engine:
        answer = engine.query(query)
        whole = b"".join(answer.chunks) if answer.whole else None
        yield from answer.chunks if whole is None else [whole]
        empty = whole is not None and is_empty(whole, query.format)
        explanation = Explainer(publication, engine).of_answer(query, empty)
        for line in (*deviations.hints(query, engine), *explanation.notes()):
            click.echo(f"accord: {line}", err=True)


def _ask_there(query: Query, endpoint: str) -> Iterator[bytes]:
    """Ask another endpoint; it may send hints too."""
    from accord.engine import remote

    reply = remote.ask(endpoint, query)
    if reply.hints:
        click.echo(f"accord: {reply.hints}", err=True)
    yield reply.body


def _text(query: str) -> str:
    """The query itself, read from a file when the argument is not a query: every query has a brace or a space."""
    if not query or set(query) & set("{ \n"):
        return query
    if not Path(query).exists():
        raise InputError(f"{query} is neither a file nor a query.", remedy="Name a file, or put a query in quotes.")
    return read_file(Path(query)).decode("utf-8-sig", "replace")
