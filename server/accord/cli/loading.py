"""``accord load``: loads a publication into another SPARQL server."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accord.cli.options import endpoint
from accord.publication import Publication


@click.command(epilog="Example: accord load --engine http://localhost:7878/query --store http://localhost:7878/store")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--engine", envvar="ACCORD_ENGINE", required=True, callback=endpoint, metavar="URL", help="Address for queries."
)
@click.option("--store", callback=endpoint, default="", metavar="URL", help="Address of its Graph Store Protocol.")
@click.option(
    "--update",
    callback=endpoint,
    default="",
    metavar="URL",
    help="Address for updates, if it has no Graph Store Protocol.",
)
def load(folder: Path, engine: str, store: str, update: str) -> None:
    """Load a publication into another SPARQL server.

    That server then answers the queries of `accord serve --engine`. Each file becomes a named graph, and what follows
    from the ontology is another; the default graph holds both. Graphs that are there already are not sent again, so the
    command can be repeated after a break. The server's user name and password are read from ACCORD_ENGINE_USER and
    ACCORD_ENGINE_PASSWORD.
    """
    from accord.engine.remote import Credentials
    from accord.engine.remote import load as remote_load

    target = remote_load.target(engine, store, update, Credentials.of_environment())
    publication = Publication.read(folder)
    with click.progressbar(length=1, label="Loading", file=sys.stderr) as bar:

        def progress(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        loaded = remote_load.load(publication, target, progress)
    click.echo(str(loaded))
