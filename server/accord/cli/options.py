"""Options that several commands share, and values that are checked before a command runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click

from accord.limits import EngineLimits, published

Command = TypeVar("Command", bound=Callable[..., Any])
FOLDER = click.argument("folder", type=click.Path(path_type=Path), default=Path())
STRICT = click.option(
    "--strict", envvar="ACCORD_STRICT", is_flag=True, help="Treat a file that cannot be read completely as a violation."
)
REF = click.option(
    "--ref",
    envvar="ACCORD_REF",
    default="",
    metavar="BRANCH",
    help="Branch of a bare repository. Default: the branch of its HEAD.",
)
_UNITS = {"s": "SECONDS", "MiB": "MIB", "queries": "NUMBER"}
"""The metavariable of an option, by the unit of its limit."""

PUBLICATION = "Folder of the publication. Default: the current folder, or the nearest publication above it."


def limit_option(name: str) -> Callable[[Command], Command]:
    """The option that sets a limit of the engine. Its default, unit and explanation are those of the limit."""
    limit = next(limit for limit in published(EngineLimits()) if limit.name == name)
    return click.option(
        f"--{name.replace('_', '-')}",
        envvar=f"ACCORD_{name.upper()}",
        default=limit.value,
        type=type(limit.value),
        metavar=_UNITS[limit.unit],
        help=f"{limit.says} [default: {limit.value:g} {limit.unit}]",
    )


def addresses(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """The services allowed, if each is an address: a mistyped one would only show when a query is refused."""
    from accord.engine.remote import is_address

    for address in given:
        if not is_address(address):
            raise click.BadParameter(f"{address!r} is not an address. Begin with http:// or https://.")
    return given


def endpoint(context: click.Context, option: click.Parameter, given: str) -> str:
    """The address of an endpoint, or empty."""
    return addresses(context, option, (given,))[0] if given else ""


def site(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """The public address of a site, without a slash at its end. It has no path, since the site begins at the root."""
    try:
        parts = urlsplit(given)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if given and not (
        host and parts.scheme in ("http", "https") and (parts.path, parts.query) in (("", ""), ("/", ""))
    ):
        raise click.BadParameter(f"{given!r} is not the address of a site. Give one like https://data.example.org.")
    return f"{parts.scheme}://{parts.netloc}" if given else ""


def contact(_context: click.Context, _option: click.Parameter, given: str) -> str:
    """An address to write to as a URI, or empty."""
    from accord.descriptions.contact import address

    found = address(given)
    if given and not found:
        raise click.BadParameter(f"{given!r} is not a contact address. Give mailto:you@example.org or https://….")
    return found


def file_mode(_context: click.Context, _option: click.Parameter, given: str) -> int:
    """The mode of a file in octal digits."""
    if not given.isascii() or not given.isdigit() or set(given) & set("89") or len(given) > 4:
        raise click.BadParameter(f"{given!r} is not a mode. Give octal digits, such as 660.")
    return int(given, 8)
