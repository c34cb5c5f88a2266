"""``accord fix``, and what ``accord check --fix`` does first: the fixes that need no decision."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.cli.checking.files import STDIN, Wanted, wanted
from accord.cli.options import PUBLICATION
from accord.errors import InputError, UsageError
from accord.validation.reports import printable

if TYPE_CHECKING:
    from accord.validation.fixing import Fixed


@click.command(epilog="Example: accord fix data/agreements/new.ttl --write")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1)
@click.option("--publication", "root", type=click.Path(path_type=Path), help=PUBLICATION)
@click.option("--write", is_flag=True, help="Write the fixes into the files; without it they are only shown.")
@click.option("--no-style", is_flag=True, help="Leave the layout as it is.")
def fix(paths: Sequence[Path], root: Path | None, write: bool, no_style: bool) -> None:
    """Show the fixes that need no decision, or make them.

    These are line ends, tabs and layout, typographic quotes, tags like @en_GB, missing dots and prefixes, commas in
    numbers, dates in words, and symbols of currencies. Without PATHS it looks at every Turtle file of the publication.

    Exit codes: 0 there is nothing to fix, or all fixes were written; 1 there are fixes, which were only shown.
    """
    subject = wanted(paths, root, name="", strict=False, since="")
    changed = fix_files(subject, write=write, style=not no_style)
    sys.exit(1 if changed and not write else 0)


def fix_files(subject: Wanted, *, write: bool, style: bool, err: bool = False) -> list[Fixed]:
    """Show the fixes of some files as a diff, and write them when that is asked for; returns those with fixes.

    ``err`` says that they are shown on stderr, because a report follows on stdout.
    """
    from accord.validation.fixing import fixed

    if subject.files and any(file.path == str(STDIN) for file in subject.files):
        raise UsageError("Fixes cannot be written to standard input.", remedy="Name a file.")
    found = [fixed(subject.publication, file, style=style) for file in subject.sources_to_check]
    changed = [one for one in found if one.is_changed]
    for one in changed:
        click.echo(printable_lines(one.diff()), err=err)
        if write:
            _write(subject.path_of(one.file), one)
    for one in found:
        if not one.is_finished:
            click.echo(f"{one.file.path}: more can be fixed than one run does. Run accord fix again.", err=True)
    total = sum(sum(one.changes.values()) for one in changed)
    files = f"{len(changed)} file{'s' * (len(changed) != 1)}"
    fixes = f"{total:,} fix{'es' * (total != 1)}"
    if not changed:
        click.echo("Nothing to fix.", err=err)
    elif write:
        click.echo(f"Wrote {fixes} to {files}.", err=err)
    else:
        click.echo(f"{fixes} in {files}. --write writes {'it' if total == 1 else 'them'}.", err=err)
    return changed


def printable_lines(text: str) -> str:
    """A string of several lines in which nothing can control a terminal."""
    return "\n".join(map(printable, text.split("\n")))


def _write(path: Path, one: Fixed) -> None:
    """Write a file in one step. Raises InputError when it was changed meanwhile or cannot be written."""
    if path.is_symlink() or path.read_bytes() != one.file.data:
        raise InputError(f"{path} is a link, or was changed meanwhile.", remedy="Run the command again.")
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".accord-", delete=False) as file:
            file.write(one.data)
        os.chmod(file.name, path.stat().st_mode & 0o777)
        os.replace(file.name, path)
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", remedy="Check its permissions.") from error
