"""The verbs: ``accord serve``, ``check``, ``new``, ``query``. Every setting is an option and a variable."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from accord import __version__
from accord.errors import AccordError, EngineError, InputError, InvalidError, LimitError, QueryError, UsageError
from accord.formats import Format
from accord.publication import Publication, SourceFile, read_file
from accord.store.limits import EngineLimits

_EXIT_CODES = ((InvalidError, 1), (UsageError, 3), (LimitError, 4), (EngineError, 4), (QueryError, 3))
_FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=Path())
_LIMITS = EngineLimits()


class _Verbs(click.Group):
    """Turns an error into its words on stderr and its exit code, the only place that does."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AccordError as error:
            context.exit(_fail(error))


def _fail(error: AccordError) -> int:
    """Say what went wrong; the exit code that fits it."""
    click.echo(f"accord: {error}", err=True)
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 2)


def _addresses(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The services allowed, if each is one: a mistyped one would be refused to every query, and nobody told why."""
    from accord.store.remote import is_address

    for one in given:
        if not is_address(one):
            raise click.BadParameter(f"{one!r} is not an address. Begin with http:// or https://.")
    return given


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accord")
def main() -> None:
    """Publish a folder of RDF (ontology/, data/, shapes/) as a linked-data site."""


@main.command(epilog="Example: accord serve my-data --port 8080")
@_FOLDER
@click.option("--host", envvar="ACCORD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="ACCORD_PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--deadline", envvar="ACCORD_DEADLINE", default=_LIMITS.deadline, show_default=True, help="Seconds.")
@click.option("--memory", envvar="ACCORD_MEMORY", default=_LIMITS.memory, show_default=True, help="MiB for a query.")
@click.option("--result", envvar="ACCORD_RESULT", default=_LIMITS.result, show_default=True, help="MiB of an answer.")
@click.option("--workers", envvar="ACCORD_WORKERS", default=_LIMITS.workers, show_default=True, help="Queries at once.")
@click.option("--queue", envvar="ACCORD_QUEUE", default=_LIMITS.queue, show_default=True, help="Queries that wait.")
@click.option(
    "--allow-service",
    "services",
    envvar="ACCORD_ALLOW_SERVICE",
    multiple=True,
    callback=_addresses,
    help="IRI of an endpoint that SERVICE may call; may be repeated. Redirects of that endpoint are followed.",
)
@click.option(
    "--proxies",
    envvar="ACCORD_PROXIES",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Trusted proxies in front.",
)
@click.option("--allow-invalid", envvar="ACCORD_ALLOW_INVALID", is_flag=True, help="Publish in spite of violations.")
def serve(
    folder: Path, host: str, port: int, services: tuple[str, ...], proxies: int, allow_invalid: bool, **limits: Any
) -> None:
    """Serve FOLDER (the current one by default) until Ctrl-C; SIGHUP reads it anew."""
    from accord.service import Service

    def insist(publication: Publication) -> int:
        return _insist(publication, allow_invalid)

    sys.exit(Service(folder, host, port, EngineLimits(**limits), insist, frozenset(services), proxies).run())


@main.command(epilog="Example: accord check data/agreements/new.ttl --format json")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help="Default: this folder.")
@click.option("--format", "output", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--style", "with_style", is_flag=True, help="Warn of Turtle that is not laid out in the house style.")
def check(paths: Sequence[Path], root: Path, output: str, with_style: bool) -> None:
    """Check a publication (a folder), or single files against the publication they are meant for.

    Exit codes: 0 fine, 1 violations, 2 input unreadable, 3 usage or broken shapes, 4 a limit was hit.
    """
    from accord import style, validation
    from accord.validation import reports

    folders = [path for path in paths if path.is_dir()]
    if len(paths) > 1 and folders:
        raise UsageError("Name one folder or some files, not both.", remedy="See `accord check --help`.")
    publication = Publication.read(folders[0] if folders else root)
    files = [SourceFile(str(path), "data", read_file(path)) for path in paths if path not in folders]
    also = [style.check] if with_style else []
    check_files = validation.check_sandboxed if files else validation.check
    report = check_files(publication, files, also=also)
    sources = {file.path: file.data.decode("utf-8", "replace") for file in (*publication.files, *files)}
    text = reports.as_json(report) if output == "json" else reports.text(report, sources, colour=sys.stdout.isatty())
    click.echo(text)
    sys.exit(report.exit_code)


@main.command(epilog="Example: accord new agreement oxford-wellcome-alliance > data/agreements/new.ttl")
@click.argument("kind")
@click.argument("slug", default="")
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help="Default: this folder.")
def new(kind: str, slug: str, root: Path) -> None:
    """Print a Turtle file to fill in for a thing of a KIND (agreement, person, …), named SLUG: words joined by '-'."""
    from accord.forms import Forms

    click.echo(Forms(Publication.read(root)).template(kind, slug), nl=False)


@main.command(epilog="Example: accord query 'SELECT * { ?s ?p ?o } LIMIT 5' --format csv")
@click.argument("text_or_file", metavar="QUERY")
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help="Default: this folder.")
@click.option("--endpoint", help="URL of a SPARQL endpoint to ask in place of the publication.")
@click.option("--format", "output", help="json, xml, csv, tsv; or turtle, json-ld, rdf-xml, n-triples for graphs.")
def query(text_or_file: str, root: Path, output: str | None, endpoint: str | None) -> None:
    """Run QUERY, the text of a SPARQL query or the name of a file that holds one, without a server of ours."""
    from accord.store import remote

    text = _text(text_or_file)
    chosen = _format_of(text, output)
    last = b""
    for last in [remote.ask(endpoint, text, chosen)] if endpoint else _ask_here(text, chosen, root):
        sys.stdout.buffer.write(last)
    if not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")


def _format_of(text: str, output: str | None) -> Format:
    """The format asked for, if the form of the query can be written so."""
    from accord import formats
    from accord.store.guard import inspect
    from accord.store.limits import QueryLimits

    form = inspect(text, QueryLimits()).form
    offered = formats.ANSWERS if form in ("CONSTRUCT", "DESCRIBE") else formats.RESULTS
    chosen = formats.by_suffix(output, offered) if output else offered[0]
    if chosen is None:
        names = ", ".join(one.name for one in offered)
        raise UsageError(f"The answer of {form} is not written as {output}.", remedy=f"Choose one of {names}.")
    return chosen


def _ask_here(text: str, chosen: Format, root: Path) -> Iterator[bytes]:
    """Ask the engine that also serves, started for this one query."""
    from accord.store import Query
    from accord.store.processes import local_engine

    with local_engine(Publication.read(root), _LIMITS) as engine:
        yield from engine.query(Query(text, chosen)).chunks


def _text(query: str) -> str:
    """The query itself, read from a file when the argument is no query: every query has a brace or a space."""
    return query if not query or set(query) & set("{ \n") else read_file(Path(query)).decode("utf-8", "replace")


def _insist(publication: Publication, allow_invalid: bool) -> int:
    """Refuse to publish data that break their own shapes, and say which; an exit code, 0 to go on."""
    from accord import validation
    from accord.validation import reports

    try:
        report = validation.verdict(publication)
    except AccordError as error:
        return _fail(error)
    if report.conforms:
        return 0
    sources = {file.path: file.data.decode("utf-8", "replace") for file in publication.files}
    click.echo(reports.text(report, sources, colour=sys.stderr.isatty()), err=True)
    if allow_invalid:
        return _unreadable(publication)
    remedy = "Mend them, or publish them all the same with --allow-invalid."
    return _fail(InvalidError("The publication breaks its own shapes.", remedy=remedy))


def _unreadable(publication: Publication) -> int:
    """The exit code for a file that is not Turtle, which no engine can load whatever is allowed; 0 where none is."""
    try:
        deque(publication.quads("ontology", "data"), maxlen=0)
    except InputError as error:
        return _fail(InputError(f"--allow-invalid cannot publish what is not Turtle: {error}"))
    return 0
