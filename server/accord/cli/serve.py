"""``accord serve``: publish a folder as a web site."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.endings import refuse_invalid
from accord.cli.options import FOLDER, REF, STRICT, addresses, contact, endpoint, file_mode, limit_option, site
from accord.limits import EngineLimits

if TYPE_CHECKING:
    from accord.publication import Publication


@click.command(epilog="Example: accord serve my-data --port 8080")
@FOLDER
@click.option("--host", envvar="ACCORD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    envvar="ACCORD_PORT",
    default=8000,
    show_default=True,
    type=click.IntRange(1, 65535),
    help="Port to listen on.",
)
@click.option(
    "--unix",
    envvar="ACCORD_UNIX",
    type=click.Path(path_type=Path),
    help="Path of a Unix socket to listen on, for a proxy on this machine, in place of --host and --port.",
)
@click.option(
    "--unix-mode",
    envvar="ACCORD_UNIX_MODE",
    default="660",
    show_default=True,
    metavar="MODE",
    callback=file_mode,
    help="Who may connect to the Unix socket, in octal digits as for chmod.",
)
@click.option(
    "--web",
    envvar="ACCORD_WEB",
    default=1,
    show_default=True,
    type=click.IntRange(1, 16),
    help="Number of web processes; they divide the workers and the other limits of the machine.",
)
@limit_option("deadline")
@limit_option("memory")
@limit_option("result")
@limit_option("workers")
@limit_option("queue")
@limit_option("check_deadline")
@limit_option("check_memory")
@click.option(
    "--allow-service",
    "services",
    envvar="ACCORD_ALLOW_SERVICE",
    multiple=True,
    callback=addresses,
    metavar="URL",
    help="Endpoint that SERVICE may call; repeat the option for more. Its redirects are followed.",
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
    metavar="URL",
    help="Public address of the site, such as https://data.example.org. Requests for other hosts are refused.",
)
@click.option(
    "--contact",
    envvar="ACCORD_CONTACT",
    default="",
    callback=contact,
    metavar="ADDRESS",
    help="Where to report a security problem, for security.txt: a mail address, or the https address of a page.",
)
@click.option(
    "--engine",
    envvar="ACCORD_ENGINE",
    default="",
    callback=endpoint,
    metavar="URL",
    help="SPARQL endpoint that answers the queries; `accord load` puts the publication there.",
)
@click.option(
    "--proposals",
    "contributions",
    envvar="ACCORD_PROPOSALS",
    type=click.Choice(("tokens", "anyone", "nobody")),
    default="tokens",
    show_default=True,
    help="Who may propose changes: those with a token, anyone, or nobody.",
)
@click.option(
    "--access-log",
    envvar="ACCORD_ACCESS_LOG",
    default="",
    metavar="FILE",
    help="File for a line of JSON about each request, or - for stdout. It holds no addresses and no queries.",
)
@click.option(
    "--slow-log",
    envvar="ACCORD_SLOW_LOG",
    default="",
    metavar="FILE",
    help="File for a line of JSON about each slow query, or - for stdout. It holds a hash of the query, not its text.",
)
@click.option(
    "--slow",
    envvar="ACCORD_SLOW",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0),
    metavar="SECONDS",
    help="Seconds after which a query counts as slow.",
)
@click.option(
    "--log-queries", envvar="ACCORD_LOG_QUERIES", is_flag=True, help="Also write the text of slow queries to the log."
)
@REF
@click.option("--allow-invalid", envvar="ACCORD_ALLOW_INVALID", is_flag=True, help="Publish despite violations.")
@STRICT
def serve(
    folder: Path,
    host: str,
    port: int,
    unix: Path | None,
    unix_mode: Any,
    web: int,
    services: tuple[str, ...],
    proxies: int,
    url: str,
    contact: str,
    engine: str,
    contributions: Any,
    access_log: str,
    slow_log: str,
    slow: float,
    log_queries: bool,
    ref: str,
    allow_invalid: bool,
    strict: bool,
    **limits: Any,
) -> None:
    """Publish FOLDER as a web site, until Ctrl-C.

    FOLDER may be a bare git repository. The default is the current folder. The signal SIGHUP reloads it. Each option
    can also be set by an environment variable: --port by ACCORD_PORT, --check-memory by ACCORD_CHECK_MEMORY, and so on.
    """
    from accord.service import Service
    from accord.service.address import Address
    from accord.service.logs import Logs

    if log_queries and not slow_log:
        raise click.UsageError("--log-queries needs --slow-log, the file for the queries.")
    if engine and services:
        raise click.UsageError(
            "--allow-service cannot be used with --engine: no query with SERVICE is sent to another server."
        )
    kept = EngineLimits(**limits)

    def refused(publication: Publication, path: Path) -> int:
        return refuse_invalid(publication, path, allow_invalid, kept)

    sys.exit(
        Service(
            folder,
            Address(host, port, unix, unix_mode),
            kept,
            refused,
            services=frozenset(services),
            proxies=proxies,
            url=url,
            strict=strict,
            engine=engine,
            contributions=contributions,
            logs=Logs(access_log, slow_log, slow, log_queries),
            ref=ref,
            contact=contact,
            web=web,
        ).run()
    )
