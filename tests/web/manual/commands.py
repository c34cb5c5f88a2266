"""The page of the manual about the commands, from their own help. `make manual` writes it."""

from __future__ import annotations

from pathlib import Path

import click

PAGE = Path(__file__).resolve().parents[3] / "server" / "accord" / "web" / "manual" / "commands.md"

BEGIN = """# Commands

Each command explains itself with `--help`. An option with a variable can also be set by it in the environment.
"""


def page(main: click.Group) -> str:
    """The Markdown of all commands and their options."""
    parts = [BEGIN]
    for name, command in sorted(_commands(main)):
        parts.append(f"## accord {name}\n")
        parts.append(_plain(command.help or "") + "\n")
        if command.epilog:
            example = command.epilog.removeprefix("Example: ")
            parts.append(f"Example: `{example}`\n")
        options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
        if options:
            parts += ["| option | meaning | variable |", "|---|---|---|", *map(_row, options), ""]
    return "\n".join(parts)


def _commands(group: click.Group, before: str = "") -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += _commands(command, f"{before}{name} ")
        else:
            found.append((f"{before}{name}", command))
    return found


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines()).replace("\b", "").strip()


def _row(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    default = f" Default: {option.default}." if option.show_default and option.default not in (None, "") else ""
    words = " ".join((option.help or "").split()).replace("|", "\\|")
    if isinstance(option.type, click.Choice):
        words = f"{words} One of {', '.join(f'`{one}`' for one in option.type.choices)}.".strip()
    variable = f"`{option.envvar}`" if option.envvar else ""
    return f"| {names} | {words}{default} | {variable} |"
