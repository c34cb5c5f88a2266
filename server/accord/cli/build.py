"""``accord build``: the site as files."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from accord.cli.endings import refuse_invalid
from accord.cli.options import PUBLICATION, limit_option, site
from accord.limits import EngineLimits
from accord.publication import Publication


@click.command(epilog="Example: accord build copy --url https://copy.example.org")
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--publication", "folder", type=click.Path(path_type=Path), default=Path(), help=PUBLICATION)
@click.option(
    "--url",
    callback=site,
    default="",
    metavar="URL",
    help="Address where the copy will be. Default: the address in the IRIs.",
)
@click.option(
    "--site", "origin", callback=site, default="", metavar="URL", help="Address of the site itself, for links to it."
)
@click.option("--allow-invalid", envvar="ACCORD_ALLOW_INVALID", is_flag=True, help="Copy despite violations.")
@limit_option("check_deadline")
@limit_option("check_memory")
def build(out: Path, folder: Path, url: str, origin: str, allow_invalid: bool, **limits: Any) -> None:
    """Write the whole site as files into the new folder OUT.

    The copy has every page and document, with the same addresses, and works on a host without programs or when it is
    opened as files. Search and SPARQL run in the browser.
    """
    from accord import progress
    from accord.web import static_site

    progress.watch()
    publication = Publication.read(folder, site=f"{url}/" if url else "")
    if publication.is_strict:
        with tempfile.TemporaryDirectory() as scratch:
            kept = EngineLimits(**limits)
            if code := refuse_invalid(publication, Path(scratch, "outcome"), allow_invalid, kept):
                sys.exit(code)
    parts = urlsplit(publication.settings.base)
    for line in static_site.build(publication, out, url or f"{parts.scheme}://{parts.netloc}", origin).lines():
        click.echo(line)
