"""``accord init``: a configuration with guesses, to edit."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from accord.cli.options import FOLDER, limit_option


@click.command(epilog="Example: accord init my-data")
@FOLDER
@limit_option("check_deadline")
@limit_option("check_memory")
def init(folder: Path, check_deadline: float, check_memory: int) -> None:
    """Write a publication.ttl into FOLDER, to edit.

    Without FOLDER it uses the current folder. The file has a guess and a comment for each setting. The output lists
    what was read, what was guessed and what was left out. An existing publication.ttl is not changed.
    """
    from accord import progress, sandbox
    from accord.publication.settings.initial import initialise

    progress.watch()
    for line in initialise(folder, partial(sandbox.start, seconds=check_deadline, megabytes=check_memory)):
        click.echo(line)
