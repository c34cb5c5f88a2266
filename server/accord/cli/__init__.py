"""The command ``accord``; each of its commands is a module here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from accord import __version__
from accord.cli.build import build
from accord.cli.checking.check import check
from accord.cli.checking.fix import fix
from accord.cli.doctor import doctor
from accord.cli.endings import exit_code, fail
from accord.cli.init import init
from accord.cli.loading import load
from accord.cli.lsp import lsp
from accord.cli.mcp import mcp
from accord.cli.new import new
from accord.cli.proposals import proposals, token
from accord.cli.query import query
from accord.cli.serve import serve
from accord.cli.table import table
from accord.errors import AccordError, UsageError


class _Commands(click.Group):
    """Turns an error into its message on stderr and its exit code. No other code does that."""

    def parse_args(self, context: click.Context, arguments: list[str]) -> list[str]:
        """Read the options that come before the name of a command."""
        with _errors_end(context):
            return super().parse_args(context, arguments)

    def invoke(self, context: click.Context) -> Any:
        """Run the command."""
        with _errors_end(context):
            return super().invoke(context)


@contextmanager
def _errors_end(context: click.Context) -> Iterator[None]:
    """End the program at an error in a block, whether the program or its library for commands raises it."""
    try:
        yield
    except AccordError as error:
        context.exit(fail(error))
    except click.UsageError as error:
        context.exit(_wrong_usage(error))


def _wrong_usage(error: click.UsageError) -> int:
    """Print what is wrong with the arguments, or the help where there are none; returns the exit code."""
    if isinstance(error, getattr(click.exceptions, "NoArgsIsHelpError", ())):  # since click 8.2
        error.show()
        return exit_code(UsageError)
    path = error.ctx.command_path if error.ctx else "accord"
    words = error.format_message().rstrip(".")
    return fail(UsageError(f"{words}.", remedy=f"See `{path} --help`."))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="accord")
def main() -> None:
    """Publish any folder of RDF as a linked-data site."""


for command in (build, check, doctor, fix, init, load, lsp, mcp, new, proposals, query, serve, table, token):
    main.add_command(command)
