"""The example queries of a publication: questions that people ask of it, each with the query that answers it."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable
from dataclasses import dataclass
from itertools import groupby, takewhile
from pathlib import PurePosixPath

from accord import queries
from accord.errors import AccordError
from accord.limits import QueryLimits
from accord.publication import Publication
from accord.sparql.guard import inspect

_LOG = logging.getLogger("accord")


@dataclass(frozen=True, slots=True)
class Example:
    """A query with what its file says of it in the leading comments.

    ``slug`` is the name of the file without its suffix; ``group`` what sort of question it is; ``picture`` how its
    answer is best drawn (``bars``, ``timeline``, ``map``, ``table``, ``network``); ``text`` the query without comments;
    ``query_type`` SELECT, ASK, CONSTRUCT or DESCRIBE.
    """

    slug: str
    title: str
    description: str
    group: str
    picture: str
    text: str
    query_type: str


def read_examples(publication: Publication, services: Container[str] = ()) -> dict[str, Example]:
    """Slug -> example, by the alphabet. What a file does not say is empty; the title is then the slug.

    ``services`` are those that queries may call. A file that the endpoint would refuse to run is left out, and a
    warning says so.
    """
    found: dict[str, Example] = {}
    for file in publication.queries:
        query = queries.parse(PurePosixPath(file.path).stem, file.data.decode("utf-8-sig", "replace"))
        try:
            inspection = inspect(query.text, QueryLimits(), services)
        except AccordError as error:
            _LOG.warning("%s is left out, for the endpoint refuses it: %s", file.path, error)
            continue
        found[query.name] = Example(
            slug=query.name,
            title=query.title or query.name.replace("-", " "),
            description=query.description,
            group=query.settings.get("group", ""),
            picture=query.settings.get("picture", ""),
            text=_without_comments(query.text),
            query_type=inspection.query_type,
        )
    return found


def grouped(examples: Iterable[Example]) -> list[tuple[str, list[Example]]]:
    """Examples by the sort of question, each sort and each question in the order of the alphabet."""
    ordered = sorted(examples, key=lambda one: (one.group, one.title))
    return [(group, list(members)) for group, members in groupby(ordered, lambda one: one.group)]


def _without_comments(text: str) -> str:
    lines = text.splitlines()
    leading = len(list(takewhile(lambda line: line.startswith("#"), lines)))
    return "\n".join(lines[leading:]).strip("\n")
