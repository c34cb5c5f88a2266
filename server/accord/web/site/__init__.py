"""What the web shows: a publication with its engine, and the models that are read from it once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

from flask import Flask, current_app, g

from accord.archive import recent
from accord.descriptions import Dataset, Dumps, Schema
from accord.engine import Engine
from accord.engine.inference import infer
from accord.engine.inferred import InferredTriples
from accord.errors import AccordError
from accord.explanations import Explainer
from accord.proposals.checking.checker import Checker, ForkingChecker
from accord.publication import Publication
from accord.publication.examples import Example, read_examples
from accord.publication.history import History
from accord.publication.statements.loading import LoadedPublication
from accord.questions import Questions
from accord.search import CellReader, Filters, Search, Thing, ThingReader, stored_index
from accord.search.question_index import QuestionIndex
from accord.things.models import Things
from accord.things.places.shown import PlaceLookup
from accord.things.shapes import DescribedShapes
from accord.things.shapes.examples import Checked
from accord.validation.outcome import OutcomeFile
from accord.web.requests.languages import of_reader
from accord.web.site.addresses import Addresses
from accord.web.site.deferred import Deferred
from accord.web.site.suggestions import MOST, Completions
from accord.web.site.tasks import tasks

_LOG = logging.getLogger("accord")


@dataclass(frozen=True)
class Descriptions:
    """How the publication is described to programs and delivered as a whole: the models of ``accord.descriptions``."""

    dataset: Dataset
    dumps: Dumps
    schema: Schema


@dataclass(frozen=True)
class Site:
    """A publication with its engine and its models, in one of its languages. Immutable: new data makes a new site.

    ``first`` is the site in the language of the publication, for one in another. ``index_made`` waits for another
    process that makes the index for searches and keeps it.
    """

    publication: Publication
    engine: Engine
    history: History
    examples: Mapping[str, Example]
    addresses: Addresses
    things: Things
    descriptions: Descriptions
    checker: Checker
    outcome: OutcomeFile | None = None
    first: Site | None = None
    index_made: Callable[[], None] = lambda: None
    _others: dict[str, Site] = field(default_factory=dict, repr=False, compare=False)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which readers can have the names, that of the publication first."""
        return self.things.languages

    @property
    def language(self) -> str:
        """The language of this site: names are in it where the data have them."""
        return self.things.labels.languages[0] if self.first else self.languages[0]

    @property
    def for_all(self) -> Site:
        """The site in the language of the publication, for what is the same for all readers."""
        return self.first or self

    def preferring(self, language: str) -> Site:
        """The same site in another of its languages. It is made when it is first asked for."""
        first = self.for_all
        if language == first.languages[0]:
            return first
        if language not in first._others:
            things = first.things.preferring(language)
            first._others.setdefault(language, replace(first, things=things, first=first, _others={}))
        return first._others[language]

    @property
    def search(self) -> Search:
        """The index of names, words and codes. Raises NotReadyError while it is being made of a large publication."""
        return self.search_index.get()

    @cached_property
    def search_index(self) -> Deferred[Search]:
        """The index of names, words and codes, for which a start need not wait."""
        return self.first.search_index if self.first else Deferred(self._search, "The index for searches")

    @cached_property
    def dumps(self) -> Deferred[object]:
        """The dumps that the page of the catalogue describes, which does not wait for them."""
        return self.first.dumps if self.first else Deferred(self.descriptions.dumps.all, "The files of all data")

    @cached_property
    def differences(self) -> Deferred[dict[str, Any] | None]:
        """What the latest changes did to things, as :func:`accord.archive.recent.recent_task` says; ``None`` where it
        could not be found out. Pages do not wait for it, unless the cache has it from before a restart.
        """
        if self.first:
            return self.first.differences
        return Deferred(self._differences, "What changed lately", recent.recalled(self.publication))

    def _differences(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self.checker.run("recent", None)
        except AccordError as error:
            _LOG.warning("The pages say nothing of the latest changes: %s", error)
            return None
        recent.keep(self.publication, found)
        return found

    def _search(self) -> Search:
        self.index_made()
        settings = self.publication.settings
        things = self.things
        reader = ThingReader(settings, self.engine, things.inventory, things.vocabulary, things.labels)
        return stored_index.index(self.publication, reader, self.things.redirects)

    @cached_property
    def question_index(self) -> QuestionIndex:
        """The index of the example queries by their words."""
        if self.first:
            return self.first.question_index
        return QuestionIndex(self.examples.values())

    @cached_property
    def explainer(self) -> Explainer:
        """Explains answers. It is made for the first that needs it."""
        if self.first:
            return self.first.explainer
        return Explainer(self.publication, self.engine)

    @cached_property
    def completions(self) -> Completions:
        """What words in queries may become."""

        def find(words: str) -> Iterable[Thing]:
            return (hit.thing for hit in self.search.find(words, Filters(), 0, MOST).hits)

        return Completions(self.things.class_index, self.publication.settings.prefixes, find)

    @cached_property
    def questions(self) -> Questions:
        """Reads the values of questions."""
        return Questions(self.publication.settings, self.engine, self.things.labels, self.things.class_index)

    @cached_property
    def shapes(self) -> DescribedShapes:
        """What the shapes demand, in sentences."""
        labels = self.things.labels
        return DescribedShapes(self.publication.quads("shapes"), labels.of, tuple(labels.languages))

    @cached_property
    def shape_examples(self) -> dict[str, Checked | None]:
        """Shape -> its examples, as far as they are checked; ``None`` where no thing will do."""
        return self.first.shape_examples if self.first else {}

    @cached_property
    def places(self) -> PlaceLookup:
        """Where things are."""
        if self.first:
            return self.first.places
        return PlaceLookup(self.engine, self.publication.settings.presentation.places.within)

    @cached_property
    def cells(self) -> CellReader:
        """What is known of things, as the cells of a table."""
        settings, things = self.publication.settings, self.things
        spellings = things.resources.spellings
        return CellReader(self.search.things, settings, self.engine, things.vocabulary, things.labels, spellings)

    @classmethod
    def open(
        cls,
        publication: Publication,
        engine: Engine,
        loaded: LoadedPublication | None = None,
        inferred: Callable[[], InferredTriples] | None = None,
        checker: Checker | None = None,
        outcome: OutcomeFile | None = None,
    ) -> Site:
        """Read from a publication what pages need.

        ``loaded`` has its statements; without it the files are parsed here. ``inferred`` gives what follows from them
        and may wait for the engine; without it the triples are inferred here. ``checker`` checks contributions; without
        it they are checked by children of this process. ``outcome`` tells how the check of the publication ended.
        Raises InputError when a file is not Turtle.
        """
        loaded = loaded or LoadedPublication.of(publication)
        history = History(publication, loaded.concerned)
        things = Things.open(
            loaded, engine, history, inferred or (lambda: InferredTriples.of(infer(loaded.statements)))
        )
        dataset = Dataset(loaded, history, things.inventory, things.class_index.inferred)
        return cls(
            publication=publication,
            engine=engine,
            history=history,
            examples=read_examples(publication, engine.services),
            addresses=Addresses(publication.settings, things.vocabulary, things.inventory),
            things=things,
            descriptions=Descriptions(
                dataset, Dumps(publication, things.documents.context), Schema(engine, things.vocabulary, dataset)
            ),
            checker=checker or ForkingChecker(publication, tasks),
            outcome=outcome,
        )


def show(app: Flask, site: Site) -> None:
    """Let an application show a site from the next request on."""
    app.extensions["accord"] = site
    app.extensions["cache"].clear()
    app.extensions["shown"] = app.extensions.get("shown", 0) + 1


def shown(app: Flask) -> Site:
    """The site that an application shows now."""
    return cast(Site, app.extensions["accord"])


def current() -> Site:
    """The site of this request, in the language of its reader, the same from its beginning to its end. For views; they
    pass it on to functions.
    """
    if "site" not in g:
        site = shown(current_app)
        g.site = site.preferring(of_reader(site.languages))
    return cast(Site, g.site)


def current_for_all() -> Site:
    """The site of this request in the language of the publication, for answers that are the same for all readers."""
    g.site = current().for_all
    return cast(Site, g.site)
