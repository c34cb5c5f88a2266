"""``accord lsp``: a language server for editors, over standard input and output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from accord.cli.options import PUBLICATION


@click.command(epilog="Example: accord lsp")
@click.option("--publication", "root", type=click.Path(exists=True, file_okay=False, path_type=Path), help=PUBLICATION)
def lsp(root: Path | None) -> None:
    """Check Turtle files in an editor as you type.

    The editor starts this command and speaks the Language Server Protocol with it, over stdin and stdout. It also
    completes prefixes, classes, properties, things and labels of the publication, explains a term, and opens the place
    where it is described.
    """
    from accord.editors import LanguageServer
    from accord.editors.messages import Pipe
    from accord.proposals.checking.checker import prepare

    prepare()
    sys.exit(LanguageServer(Pipe(0, 1), root).run())
