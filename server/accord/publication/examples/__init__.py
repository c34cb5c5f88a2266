"""The example queries of a publication: questions that people ask of it, each with the query that answers it."""

from __future__ import annotations

import logging
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import PurePosixPath

from accord import queries
from accord.errors import AccordError, QueryError
from accord.limits import QueryLimits
from accord.names import Prefixes
from accord.publication import Publication
from accord.publication.examples.columns import ColumnWords, column_words
from accord.publication.examples.parameters import Parameter, parameters
from accord.queries import NamedQuery
from accord.sparql.guard import inspect
from accord.sparql.rewriting.binding import Value, bind
from accord.sparql.tokens import tokens

_LOG = logging.getLogger("accord")


@dataclass(frozen=True, slots=True)
class Example:
    """A query with what its file says of it in the leading comments.

    ``slug`` is the name of the file without its suffix; ``group`` what sort of question it is; ``picture`` how its
    answer is best drawn (``bars``, ``timeline``, ``map``, ``table``, ``network``); ``text`` the query without comments,
    with the defaults of its ``parameters``; ``query_type`` SELECT, ASK, CONSTRUCT or DESCRIBE. ``template`` is the
    query as its file has it, without comments. ``formerly`` has the slugs that it had before, each with the
    values that it then had (``# @formerly SLUG NAME=VALUE``); ``columns`` the words for columns of the answer, by their
    variables. ``titled`` (``# headings: titles``) says that tables of the answer have these words as their headings.
    """

    slug: str
    title: str
    description: str
    group: str
    picture: str
    text: str
    query_type: str
    parameters: tuple[Parameter, ...] = ()
    template: str = ""
    formerly: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, ColumnWords] = field(default_factory=dict)
    titled: bool = False

    def bound(self, values: Mapping[str, Value], prefixes: Prefixes) -> str:
        """The query with values for its parameters, by their names. Raises ValueError for what is not a term."""
        named = {one.variable: values[one.name] for one in self.parameters if one.name in values}
        return bind(self.template, named, prefixes)

    @property
    def defaults(self) -> dict[str, Value]:
        """The default of each parameter that has one, by its name."""
        return {one.name: one.default for one in self.parameters if one.default is not None}


def read_examples(publication: Publication, services: Container[str] = ()) -> dict[str, Example]:
    """Slug -> example, by the alphabet. What a file does not say is empty; the title is then the slug.

    ``services`` are those that queries may call. A file that the endpoint would refuse to run is left out, and a
    warning says so.
    """
    found: dict[str, Example] = {}
    for file in publication.queries:
        query = queries.parse(PurePosixPath(file.path).stem, file.data.decode("utf-8-sig", "replace"))
        try:
            found[query.name] = read_example(query, publication.settings.prefixes, services)
        except AccordError as error:
            _LOG.warning("%s is left out, because the endpoint refuses it: %s", file.path, error)
    return found


def read_example(query: NamedQuery, prefixes: Prefixes, services: Container[str] = ()) -> Example:
    """The example of a query file.

    Raises QueryError or LimitError for what the endpoint refuses, and for parameters that cannot be read.
    """
    inspection, variables = inspect(query.text, QueryLimits(), services), _variables(query.text)
    declared = parameters(query.annotated("param"), query.decorators, variables, prefixes)
    example = Example(
        slug=query.name,
        title=query.title or query.name.replace("-", " "),
        description=query.description,
        group=query.settings.get("group", ""),
        picture=next(iter(query.annotated("picture")), query.settings.get("picture", "")),
        text=query.query,
        query_type=inspection.query_type,
        parameters=declared,
        template=query.query,
        formerly=_formerly(query.annotated("formerly"), [one.name for one in declared]),
        columns=column_words(query.annotated("column"), variables),
        titled=query.settings.get("headings") == "titles",
    )
    if not example.parameters:
        return example
    try:
        return replace(example, text=example.bound(example.defaults, prefixes))
    except ValueError as error:
        raise QueryError(str(error), remedy="Correct the parameters of the query.") from error


def _formerly(annotations: Iterable[str], names: Container[str]) -> dict[str, dict[str, str]]:
    """Old slug -> the values that the question had under it, by the names of parameters."""
    found: dict[str, dict[str, str]] = {}
    for slug, *values in filter(None, map(str.split, annotations)):
        pairs = [value.partition("=")[::2] for value in values]
        for name, _ in pairs:
            if name not in names:
                remedy = "Write it as in: # @formerly lights-of-the-bay coast=id:the-bay."
                raise QueryError(f"@formerly {slug} gives a value to {name}, which is not a parameter.", remedy=remedy)
        found[slug] = dict(pairs)
    return found


def _variables(text: str) -> tuple[str, ...]:
    """The variables of a query without their question marks, each once, in order."""
    found = (token[0] for token in tokens(text) if token.lastgroup == "term")
    return tuple(dict.fromkeys(one[1:] for one in found if one[0] in "?$"))


def grouped(examples: Iterable[Example]) -> list[tuple[str, list[Example]]]:
    """Examples by the sort of question, each sort and each question in the order of the alphabet."""
    ordered = sorted(examples, key=lambda one: (one.group, one.title))
    return [(group, list(members)) for group, members in groupby(ordered, lambda one: one.group)]
