"""The commands ``accord serve``, ``check``, ``init``, ``new``, ``query``. Every setting is an option and a variable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from accord import __version__
from accord.cli.endings import fail, refuse_invalid
from accord.cli.options import addresses, site
from accord.errors import AccordError, UsageError
from accord.formats import GRAPH_RESULT_FORMATS, ROW_FORMATS, Format, by_suffix
from accord.limits import EngineLimits, published
from accord.publication import Publication, SourceFile
from accord.publication.files import read_file
from accord.publication.texts import texts_of
from accord.validation import reports

if TYPE_CHECKING:
    from accord.engine import Query
    from accord.sparql.inspection import Inspection

_FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=Path())
_LIMITS = EngineLimits()
_Command = TypeVar("_Command", bound=Callable[..., Any])
_STRICT = click.option(
    "--strict", envvar="ACCORD_STRICT", is_flag=True, help="Files that cannot be read whole are violations."
)
_PUBLICATION = "Folder of the publication. Default: the current folder."


def _names(offered: Sequence[Format]) -> str:
    return ", ".join(one.name for one in offered)


def _limit(name: str) -> Callable[[_Command], _Command]:
    """The option that sets a limit of the engine. Its default, unit and explanation are those of the limit."""
    limit = next(limit for limit in published(_LIMITS) if limit.name == name)
    return click.option(
        f"--{name.replace('_', '-')}",
        envvar=f"ACCORD_{name.upper()}",
        default=limit.value,
        type=type(limit.value),
        help=f"{limit.says} [default: {limit.value:g} {limit.unit}]",
    )


class _Verbs(click.Group):
    """Turns an error into its message on stderr and its exit code; no other place does."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AccordError as error:
            context.exit(fail(error))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accord")
def main() -> None:
    """Publish any folder of RDF as a linked-data site."""


@main.command(epilog="Example: accord serve my-data --port 8080")
@_FOLDER
@click.option("--host", envvar="ACCORD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", envvar="ACCORD_PORT", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)
@_limit("deadline")
@_limit("memory")
@_limit("result")
@_limit("workers")
@_limit("queue")
@_limit("check_deadline")
@_limit("check_memory")
@click.option(
    "--allow-service",
    "services",
    envvar="ACCORD_ALLOW_SERVICE",
    multiple=True,
    callback=addresses,
    help="URL of an endpoint that SERVICE may call; repeat the option for more. Its redirects are followed.",
)
@click.option(
    "--proxies",
    envvar="ACCORD_PROXIES",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Number of proxies in front of the server whose X-Forwarded headers are trusted.",
)
@click.option(
    "--url",
    envvar="ACCORD_URL",
    default="",
    callback=site,
    help="Public address of the site, such as https://data.example.org. Requests for other hosts are refused.",
)
@click.option("--allow-invalid", envvar="ACCORD_ALLOW_INVALID", is_flag=True, help="Publish despite violations.")
@_STRICT
def serve(
    folder: Path,
    host: str,
    port: int,
    services: tuple[str, ...],
    proxies: int,
    url: str,
    allow_invalid: bool,
    strict: bool,
    **limits: Any,
) -> None:
    """Publish FOLDER as a web site, until Ctrl-C.

    Without FOLDER it publishes the current folder. The signal SIGHUP reloads the folder. Each option can also be set by
    an environment variable: --port by ACCORD_PORT, --check-memory by ACCORD_CHECK_MEMORY, and so on.
    """
    from accord.service import Service

    kept = EngineLimits(**limits)

    def refused(publication: Publication) -> int:
        return refuse_invalid(publication, allow_invalid, kept)

    sys.exit(Service(folder, host, port, kept, refused, frozenset(services), proxies, url, strict).run())


@main.command(epilog="Example: accord init my-data")
@_FOLDER
@_limit("check_deadline")
@_limit("check_memory")
def init(folder: Path, check_deadline: float, check_memory: int) -> None:
    """Write a publication.ttl into FOLDER, to edit.

    Without FOLDER it uses the current folder. The file has a guess and a comment for each setting. The output lists
    what was read, what was guessed and what was left out. An existing publication.ttl is not changed.
    """
    from accord import sandbox
    from accord.publication.initial import initialise

    for line in initialise(folder, partial(sandbox.run, seconds=check_deadline, megabytes=check_memory)):
        click.echo(line)


@main.command(epilog="Example: accord check data/agreements/new.ttl --format json")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help=_PUBLICATION)
@click.option("--format", "output", type=click.Choice(tuple(reports.WRITERS)), default="text", show_default=True)
@click.option("--style", "with_style", is_flag=True, help="Also check the layout of Turtle files (warnings).")
@click.option("--texts", type=click.Path(path_type=Path), help="Folder with the texts of the source documents.")
@_STRICT
@_limit("check_deadline")
@_limit("check_memory")
def check(
    paths: Sequence[Path],
    root: Path,
    output: str,
    with_style: bool,
    texts: Path | None,
    strict: bool,
    check_deadline: float,
    check_memory: int,
) -> None:
    """Check a folder or single files.

    Files are checked together with the publication that they belong to. Without PATHS it checks the current folder. It
    reports every mistake with its line, its column and a likely fix.

    Exit codes: 0 no violations, 1 violations, 2 input that cannot be read, 3 wrong usage or broken shapes, 4 a limit
    was reached.
    """
    from accord import validation
    from accord.validation.stages import style

    publication, files = _to_check(paths, root, strict)
    if texts:
        publication = replace(publication, texts=(*publication.texts, *texts_of(texts)))
    for note in (*publication.reading, *publication.notes):
        click.echo(f"accord: {note}" if note in publication.notes else note, err=True)
    limits = EngineLimits(check_deadline=check_deadline, check_memory=check_memory)
    seconds, megabytes = (60, 2048) if files else (limits.check_deadline, limits.check_memory)
    also = [style.check] if with_style else []
    report = validation.check_sandboxed(publication, files, also=also, seconds=seconds, megabytes=megabytes)
    click.echo(reports.write(report, output, (*publication.files, *files), colour=sys.stdout.isatty()))
    sys.exit(report.exit_code)


def _to_check(paths: Sequence[Path], root: Path, strict: bool) -> tuple[Publication, list[SourceFile]]:
    """The publication (the folder that is named, else ``root``), and the single files to check against it."""
    folders = [path for path in paths if path.is_dir()]
    if len(paths) > 1 and folders:
        raise UsageError("Name one folder or some files, not both.", remedy="See `accord check --help`.")
    files = [SourceFile(str(path), ("data",), read_file(path)) for path in paths if path not in folders]
    return Publication.read(folders[0] if folders else root, strict=strict), files


@main.command(epilog="Example: accord new agreement oxford-wellcome-alliance > data/agreements/new.ttl")
@click.argument("kind")
@click.argument("slug", default="")
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help=_PUBLICATION)
def new(kind: str, slug: str, root: Path) -> None:
    """Print a Turtle file to fill in, for a new thing.

    KIND is a class of things, such as agreement or person. SLUG is the last part of the IRI of the thing: lower-case
    words joined by hyphens.
    """
    from accord.forms import Forms

    click.echo(Forms(Publication.read(root)).template(kind, slug), nl=False)


@main.command(epilog="Example: accord query 'SELECT * { ?s ?p ?o } LIMIT 5' --format csv")
@click.argument("text_or_file", metavar="QUERY")
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help=_PUBLICATION)
@click.option("--endpoint", help="URL of a SPARQL endpoint to query instead of a publication.")
@click.option("--format", "output", help=f"{_names(ROW_FORMATS)}; or {_names(GRAPH_RESULT_FORMATS)} for graphs.")
@click.option("--infer", type=click.Choice(("on", "off")), default="on", help="Whether to find what follows too.")
def query(text_or_file: str, root: Path, output: str | None, endpoint: str | None, infer: str) -> None:
    """Run a SPARQL query (its text, or a file) without a server. Why an answer is empty or misleads goes to stderr."""
    from accord.engine import Query
    from accord.limits import QueryLimits
    from accord.sparql.guard import inspect

    text = _text(text_or_file)
    publication = None if endpoint else Publication.read(root)
    prefixes = publication.settings.prefixes if publication else {}
    inspection = inspect(text, QueryLimits(), prefixes=prefixes)
    query = Query(text, _chosen(inspection, output), infer=None if infer == "on" else False, inspection=inspection)
    last = b""
    for last in _ask_here(query, publication) if publication else _ask_there(query, endpoint or ""):
        sys.stdout.buffer.write(last)
    if not last.endswith(b"\n"):
        sys.stdout.buffer.write(b"\n")


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
    from accord.explanations import Asked, Explainer
    from accord.explanations.answers import is_empty

    with local_engine(publication, _LIMITS) as engine:
        answer = engine.query(query)
        whole = b"".join(answer.chunks) if answer.whole else None
        yield from answer.chunks if whole is None else [whole]
        empty = whole is not None and is_empty(whole, query.format)
        explanation = Explainer(publication, engine).explain(Asked(query.text, infer=query.infer, empty=empty))
        for line in (*deviations.hints(query.inspection.deviations), *explanation.lines()):
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
    return query if not query or set(query) & set("{ \n") else read_file(Path(query)).decode("utf-8", "replace")
