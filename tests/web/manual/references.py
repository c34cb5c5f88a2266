"""Writes the pages of the manual that list what the program declares: settings, codes, limits and so on.

    make manual

A test fails where a page is not what this writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path

import commands
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from accord.cli import main
from accord.engine.workers.unread import UnreadLimits
from accord.http.limits import ConnectionLimits
from accord.limits import EngineLimits, Limit, QueryLimits, published
from accord.names import ACCORD, RDFS, SKOS
from accord.proposals.limits import ContributionLimits
from accord.publication import Publication
from accord.validation.codes import CodePage, codes, page
from accord.web import Site, create_app
from accord.web.openapi.docs import Operation, operations
from accord.web.requests.all_limits import files_of_the_folder
from accord.web.requests.bodies import GatewayLimits
from accord.web.requests.limits import LIMITS
from accord.web.requests.rate_limit import ClientLimits
from engines import StoreEngine
from places import ROOT, TESTS

MANUAL = ROOT / "server" / "accord" / "web" / "manual"
RENEW = "make manual"
LIST = '\n[//]: # "What follows is written by: make manual"\n'
"""What parts the introduction of a page, which is written by hand, from its list. Readers do not see it."""

GROUPS = {
    "checks": "What is checked",
    "evidence": "Where facts come from",
    "names": "Names and identifiers",
    "amounts": "Amounts",
    "places": "Places",
    "pages": "How pages show it",
}
"""The groups of the vocabulary of settings (``skos:notation``) and their titles."""


def terms() -> dict[str, dict[str, str]]:
    """Each term of the settings, without the namespace, with its ``notation``, ``comment`` and ``example``."""
    data = (files("accord.publication") / "settings.ttl").read_bytes()
    found: dict[str, dict[str, str]] = {}
    for quad in parse(data, RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, NamedNode) and subject.value.startswith(ACCORD):
            about = found.setdefault(subject.value.removeprefix(ACCORD), {})
            if isinstance(value, Literal):
                about[quad.predicate.value.removeprefix(RDFS).removeprefix(SKOS)] = value.value
    return found


def settings() -> str:
    """A table of terms for each group."""
    lines: list[str] = []
    for group, title in GROUPS.items():
        lines += [f"\n## {title}\n", "| term | meaning | example |", "|---|---|---|"]
        lines += [
            f"| `accord:{name}` | {about['comment']} | `{about['example']}` |"
            for name, about in terms().items()
            if about["notation"] == group
        ]
    return "\n".join(lines) + "\n"


def findings() -> str:
    """A section for each code, with its example."""
    return "\n".join(_finding(code, found) for code in codes() if (found := page(code)))


def _finding(code: str, found: CodePage) -> str:
    words = " ".join(filter(None, (f"**{found.title}.**", found.what, found.why)))
    return f"\n## {code}\n\n{words}\n\n```turtle\n{found.example.strip()}\n```\n\nFix: {found.fix}\n"


def limits() -> str:
    """A table of limits for each group."""
    engine = EngineLimits()
    groups: dict[str, list[Limit]] = {
        "The service": published(engine),
        "One query": published(QueryLimits()),
        "Queries and work of one client": published(ClientLimits()),
        "Requests": [*published(GatewayLimits()), *published(LIMITS)],
        "Connections": published(ConnectionLimits()),
        "Answers that are not read yet": published(UnreadLimits.of(engine)),
        "Contributions": published(ContributionLimits()),
        "Files of the publication": files_of_the_folder(),
    }
    lines: list[str] = []
    for title, found in groups.items():
        lines += [f"\n## {title}\n", "| name | value | meaning |", "|---|---|---|"]
        lines += [_limit(one, title == "The service") for one in found]
    return "\n".join(lines) + "\n"


def _cell(words: str) -> str:
    """Words in a table, with what has a meaning in Markdown written as it is."""
    return words.replace("|", "\\|").replace("*", "\\*")


def _limit(one: Limit, is_option: bool) -> str:
    option = f" Set by `--{one.name.replace('_', '-')}`, `ACCORD_{one.name.upper()}`." if is_option else ""
    return f"| `{one.name}` | {one.written} | {_cell(one.says)}{option} |"


def addresses() -> str:
    """The operations by their methods and addresses, as ``/openapi.json`` has them; questions are those of a folder."""
    publication = Publication.read(TESTS / "publication")
    client = create_app(Site.open(publication, StoreEngine(publication))).test_client()
    found = operations(client.get("/openapi.json").json or {})
    lines: list[str] = []
    for group, several in found.items():
        here = [one for one in several if "{slug}" in one.addresses[0] or not one.addresses[0].startswith("/queries/")]
        lines += [f"\n## {group}\n", *map(_operation, here)]
    return "\n".join(lines) + "\n"


def _operation(one: Operation) -> str:
    """What an operation is for, what it takes and what it gives."""
    where = ", ".join(f"`{address}`" for address in one.addresses)
    parts = [f"- {one.method} {where}: {one.summary}", one.description]
    parts += [f"Parameters: {_listed(str(each['name']) for each in one.parameters)}."] if one.parameters else []
    parts += [f"Body: {_listed(one.bodies)}."] if one.bodies else []
    parts += [f"Answer: {_listed(one.answers)}."] if one.answers else []
    return " ".join(" ".join(filter(None, parts)).replace("``", "`").split())


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def rooms() -> str:
    """The picture of the layers, which the README has and a test compares with the package."""
    readme = (ROOT / "README.md").read_text("utf-8")
    return "\n```\n" + readme.partition("```rooms\n")[2].partition("```")[0] + "```\n"


LISTS: Mapping[str, Callable[[], str]] = {
    "settings": settings,
    "codes": findings,
    "limits": limits,
    "addresses": addresses,
    "architecture": rooms,
}
"""The pages with a list, by their names."""


def written(name: str) -> str:
    """The whole page of this name: what is written by hand, and the list as it should be."""
    by_hand = path_of(name).read_text("utf-8").partition(LIST)[0]
    return by_hand + LIST + LISTS[name]().rstrip("\n") + "\n"


def path_of(name: str) -> Path:
    """The file of a page."""
    return MANUAL / f"{name}.md"


if __name__ == "__main__":
    for each in LISTS:
        path_of(each).write_text(written(each), "utf-8")
    commands.PAGE.write_text(commands.page(main), "utf-8")
