"""What the web shows: a publication opened, with all that is read out of it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from flask import Flask, current_app, g

from accord.descriptions import Dataset, Dumps, Schema
from accord.engine import Engine
from accord.engine.inference import infer
from accord.engine.inferred import InferredTriples
from accord.publication import Publication
from accord.publication.examples import Example, read_examples
from accord.publication.history import History
from accord.publication.loading import LoadedPublication
from accord.search import Cells, Search, ThingReader
from accord.things.backlinks import Backlinks
from accord.things.changes import RecentChanges
from accord.things.class_index import ClassIndex
from accord.things.consequences import Consequences
from accord.things.documents import Documents
from accord.things.evidence import EvidenceReader
from accord.things.labels import Labels
from accord.things.lexical_forms import LexicalForms
from accord.things.lists import Lists
from accord.things.query_hints import QueryHints
from accord.things.redirects import Redirects
from accord.things.resources import Resources
from accord.things.similar import SimilarThings
from accord.things.tables import Tables
from accord.things.vocabulary import Vocabulary
from accord.web.addresses import Addresses


@dataclass(frozen=True)
class Site:
    """A publication with its engine and its models. Immutable; new data makes a new site."""

    publication: Publication
    engine: Engine
    vocabulary: Vocabulary
    labels: Labels
    documents: Documents
    resources: Resources
    catalogue: ClassIndex
    consequences: Consequences
    lists: Lists
    tables: Tables
    addresses: Addresses
    history: History
    news: RecentChanges
    redirects: Redirects
    nearest: SimilarThings
    dataset: Dataset
    dumps: Dumps
    schema: Schema
    examples: Mapping[str, Example]
    suggestions: QueryHints

    @cached_property
    def search(self) -> Search:
        """The index over names, words and codes; it is made when somebody first asks, so that a start need not wait."""
        settings = self.publication.settings
        reader = ThingReader(settings, self.engine, self.vocabulary, self.labels)
        return Search.of(reader, self.redirects, settings.featured)

    @cached_property
    def cells(self) -> Cells:
        """What is known of things, as cells of a table."""
        settings, spellings = self.publication.settings, self.resources.spellings
        return Cells(self.search.things, settings, self.engine, self.vocabulary, self.labels, spellings)

    @classmethod
    def open(
        cls,
        publication: Publication,
        engine: Engine,
        loaded: LoadedPublication | None = None,
        inferred: Callable[[], InferredTriples] | None = None,
    ) -> Site:
        """Read what pages need out of a publication.

        ``loaded`` has its statements; without it the files are parsed here. ``inferred`` is called last, since it may
        wait for the engine; without it the triples are inferred here. Raises InputError when a file is not Turtle.
        """
        loaded = loaded or LoadedPublication.of(publication)
        settings = publication.settings
        things = settings.base + "id/"
        vocabulary = Vocabulary.read(loaded.ontology, settings.vocabulary)
        labels = Labels(engine, vocabulary.names(), settings.prefixes, settings.base)
        spellings = LexicalForms(loaded.respelled)
        documents = Documents(settings, engine, vocabulary, spellings)
        history = History(publication, loaded.concerned)
        redirects = Redirects.of(loaded)
        dataset = Dataset(loaded, history)
        catalogue = ClassIndex(publication, engine, vocabulary, labels)
        return cls(
            publication=publication,
            engine=engine,
            vocabulary=vocabulary,
            labels=labels,
            documents=documents,
            resources=Resources(
                things=things,
                vocabulary=vocabulary,
                labels=labels,
                spellings=spellings,
                documents=documents,
                evidence=EvidenceReader(settings.evidence, labels),
                mentions=Backlinks(engine, vocabulary, labels, things),
            ),
            catalogue=catalogue,
            lists=Lists(catalogue, engine, vocabulary, labels, settings.base),
            tables=Tables(engine, vocabulary, labels, spellings),
            addresses=Addresses(settings, vocabulary),
            history=history,
            news=RecentChanges(loaded, history, labels),
            redirects=redirects,
            nearest=SimilarThings(things, history, redirects, labels),
            dataset=dataset,
            dumps=Dumps(publication),
            schema=Schema(engine, vocabulary, dataset),
            examples=read_examples(publication, engine.services),
            suggestions=QueryHints(publication, vocabulary, engine),
            consequences=Consequences(
                engine, inferred() if inferred else InferredTriples.of(infer(loaded.store)), vocabulary, labels
            ),
        )


def show(app: Flask, site: Site) -> None:
    """Let an application show a site from the next request on."""
    app.extensions["accord"] = site
    app.extensions["cache"].clear()
    app.extensions["shown"] = app.extensions.get("shown", 0) + 1


def current() -> Site:
    """The site of the request at hand, the same from its beginning to its end."""
    if "site" not in g:
        g.site = current_app.extensions["accord"]
    return cast(Site, g.site)
