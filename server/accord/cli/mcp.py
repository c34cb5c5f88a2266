"""``accord mcp``: the tools for assistants over standard input and output, without a server."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from accord.cli.options import STRICT, site
from accord.limits import EngineLimits
from accord.publication import Publication


@click.command(epilog="Example: accord mcp my-data")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--url",
    envvar="ACCORD_URL",
    default="",
    callback=site,
    metavar="URL",
    help="Public address of the site, such as https://data.example.org, for the addresses in answers.",
)
@STRICT
def mcp(folder: Path, url: str, strict: bool) -> None:
    """Give an assistant tools to read the publication in FOLDER.

    The default is the current folder. The command speaks the Model Context Protocol over stdin and stdout, one message
    on each line. A running site offers the same tools at /mcp.
    """
    from accord.agents.offered import server
    from accord.engine.processes import local_engine
    from accord.web import Site
    from accord.web.site.sources import sources

    publication = Publication.read(folder, strict=strict)
    root = url.rstrip("/") or publication.settings.base.rstrip("/#")
    with local_engine(publication, EngineLimits()) as engine:
        opened = Site.open(publication, engine)

        def page(iri: str) -> str:
            path = opened.addresses.path(iri)
            return iri if not url and iri.startswith(root) else root + path if path else ""

        answering = server(sources(opened, engine.query, lambda path: root + path, page))
        for line in sys.stdin.buffer:
            if line.strip() and (reply := answering.answer_text(line)) is not None:
                sys.stdout.write(json.dumps(reply, ensure_ascii=False) + "\n")
                sys.stdout.flush()
