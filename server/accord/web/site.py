"""What the web shows: a publication with its engine, and the models that are read from it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from flask import Flask, current_app, g

from accord.agents.sources import Sources
from accord.descriptions import Dataset, Dumps, Schema
from accord.engine import Answer, Engine, Query
from accord.engine.inference import infer
from accord.engine.inferred import InferredTriples
from accord.explanations import Explainer
from accord.proposals.checker import Checker, ForkingChecker
from accord.publication import EvidenceTerms, Publication
from accord.publication.examples import Example, read_examples
from accord.publication.history import History
from accord.publication.loading import LoadedPublication
from accord.questions import Questions
from accord.search import Cells, Filters, Search, Thing, ThingReader
from accord.search.question_index import QuestionIndex
from accord.things.backlinks import Backlinks
from accord.things.changes import RecentChanges
from accord.things.class_index import ClassIndex
from accord.things.concerns import Concerns
from accord.things.consequences import Consequences
from accord.things.documents import Documents
from accord.things.evidence import EvidenceReader
from accord.things.inventory import Inventory
from accord.things.known_facts import KnownFacts
from accord.things.labels import Labels
from accord.things.lexical_forms import LexicalForms
from accord.things.list_columns import ListColumns
from accord.things.list_index import IndexReader
from accord.things.list_totals import Totals
from accord.things.lists import Lists
from accord.things.passages import Passages
from accord.things.places import Places
from accord.things.redirects import Redirects
from accord.things.relations import Relations
from accord.things.resources import Resources
from accord.things.shapes import Shapes
from accord.things.similar import SimilarThings
from accord.things.source_lines import SourceLines
from accord.things.statements import statements
from accord.things.tables import Tables
from accord.things.trees import Trees
from accord.things.vocabulary import Vocabulary
from accord.things.wording import Wording
from accord.validation.outcome import OutcomeFile
from accord.web.addresses import Addresses
from accord.web.contributing.tasks import tasks
from accord.web.sparql.suggestions import MOST, Completions


@dataclass(frozen=True)
class Things:
    """What is known of the things and terms of a publication: the models of ``accord.things``."""

    inventory: Inventory
    vocabulary: Vocabulary
    labels: Labels
    wording: Wording
    documents: Documents
    resources: Resources
    class_index: ClassIndex
    consequences: Consequences
    lists: Lists
    columns: ListColumns
    totals: Totals
    source_lines: SourceLines
    passages: Passages
    relations: Relations
    tables: Tables
    trees: Trees
    changes: RecentChanges
    redirects: Redirects
    similar: SimilarThings

    @classmethod
    def open(
        cls, loaded: LoadedPublication, engine: Engine, history: History, inferred: Callable[[], InferredTriples]
    ) -> Things:
        """Read the models. ``inferred`` may wait for the engine, so what does not need it is read before."""
        publication, settings = loaded.publication, loaded.publication.settings
        vocabulary = Vocabulary.read(loaded.ontology, settings.vocabulary, settings.languages)
        spellings = LexicalForms(loaded.respelled)
        redirects = Redirects.of(loaded)
        inventory = Inventory.read(engine, settings, vocabulary, redirects, _configured(loaded))
        bases = (settings.base, *settings.bases)
        labels = Labels(
            engine, vocabulary.names(), settings.prefixes, bases, inventory.terms, settings.languages, inventory
        )
        documents = Documents(settings, engine, inventory, vocabulary, spellings)
        changes = RecentChanges(loaded, history, inventory, labels)
        followed = inferred()
        hints, facts = settings.presentation, KnownFacts(engine, followed)
        class_index = ClassIndex(publication, engine, inventory, vocabulary, labels, followed)
        evidence = EvidenceReader(settings.evidence, labels, hints.marks)
        wording = Wording(labels, hints.plurals, hints.inverses, vocabulary.converse())
        totals = Totals(hints.money, facts, labels)
        columns = ListColumns(hints, class_index, vocabulary, labels, facts)
        return cls(
            inventory=inventory,
            vocabulary=vocabulary,
            labels=labels,
            wording=wording,
            documents=documents,
            resources=Resources(
                inventory=inventory,
                vocabulary=vocabulary,
                labels=labels,
                spellings=spellings,
                documents=documents,
                evidence=evidence,
                mentions=Backlinks(engine, vocabulary, labels, inventory),
            ),
            class_index=class_index,
            lists=Lists(
                class_index,
                vocabulary,
                labels,
                settings.thing_base,
                IndexReader(facts, Concerns(hints.places, facts), hints.money),
                columns,
            ),
            columns=columns,
            totals=totals,
            source_lines=SourceLines(facts, labels),
            passages=Passages(settings.evidence, evidence, engine, inventory, labels),
            relations=Relations(
                hidden=_of_evidence(settings.evidence),
                hints=hints,
                engine=engine,
                inventory=inventory,
                index=class_index,
                vocabulary=vocabulary,
                labels=labels,
                wording=wording,
                columns=columns,
                totals=totals,
            ),
            tables=Tables(engine, vocabulary, labels, spellings),
            trees=Trees(engine, class_index, vocabulary, labels),
            changes=changes,
            redirects=redirects,
            similar=SimilarThings(settings.thing_base, inventory, labels),
            consequences=Consequences(engine, followed, vocabulary, labels),
        )


@dataclass(frozen=True)
class Descriptions:
    """How the publication is described to programs and delivered as a whole: the models of ``accord.descriptions``."""

    dataset: Dataset
    dumps: Dumps
    schema: Schema


@dataclass(frozen=True)
class Site:
    """A publication with its engine and its models. Immutable: new data makes a new site."""

    publication: Publication
    engine: Engine
    history: History
    examples: Mapping[str, Example]
    addresses: Addresses
    things: Things
    descriptions: Descriptions
    checker: Checker
    outcome: OutcomeFile | None = None

    @cached_property
    def search(self) -> Search:
        """The index of names, words and codes. It is made at the first search, so that a start need not wait for it."""
        settings = self.publication.settings
        things = self.things
        reader = ThingReader(settings, self.engine, things.inventory, things.vocabulary, things.labels)
        return Search.of(reader, self.things.redirects, settings.featured, settings.presentation.background)

    @cached_property
    def question_index(self) -> QuestionIndex:
        """The index of the example queries by their words."""
        return QuestionIndex(self.examples.values())

    @cached_property
    def explainer(self) -> Explainer:
        """Explains answers. It is made for the first that needs it."""
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

    def sources(
        self,
        run: Callable[[Query], Answer],
        address: Callable[[str], str],
        page: Callable[[str], str],
        client: str = "",
    ) -> Sources:
        """The models as tools for assistants need them; see there for what is given."""
        return Sources(
            publication=self.publication,
            engine=self.engine,
            examples=self.examples,
            vocabulary=self.things.vocabulary,
            labels=self.things.labels,
            resources=self.things.resources,
            search=self.search,
            questions=self.question_index,
            explainer=self.explainer,
            checker=self.checker,
            run=run,
            address=address,
            page=page,
            expand=self.addresses.expand,
            client=client,
        )

    @cached_property
    def shapes(self) -> Shapes:
        """What the shapes demand, in sentences."""
        languages = self.publication.settings.languages
        return Shapes(self.publication.quads("shapes"), self.things.labels.of, languages)

    @cached_property
    def places(self) -> Places:
        """Where things are."""
        return Places(self.engine, self.publication.settings.presentation.places.within)

    @cached_property
    def cells(self) -> Cells:
        """What is known of things, as the cells of a table."""
        settings, things = self.publication.settings, self.things
        spellings = things.resources.spellings
        return Cells(self.search.things, settings, self.engine, things.vocabulary, things.labels, spellings)

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
        and may wait for the engine; without it the triples are inferred here. ``checker`` checks
        contributions; without it they are checked by children of this process. ``outcome`` tells how the check of the
        publication ended. Raises InputError when a file is not
        Turtle.
        """
        loaded = loaded or LoadedPublication.of(publication)
        history = History(publication, loaded.concerned)
        things = Things.open(loaded, engine, history, inferred or (lambda: InferredTriples.of(infer(loaded.store))))
        dataset = Dataset(loaded, history, things.inventory, things.class_index.inferred)
        return cls(
            publication=publication,
            engine=engine,
            history=history,
            examples=read_examples(publication, engine.services),
            addresses=Addresses(publication.settings, things.vocabulary, things.inventory),
            things=things,
            descriptions=Descriptions(dataset, Dumps(publication), Schema(engine, things.vocabulary, dataset)),
            checker=checker or ForkingChecker(publication, tasks),
            outcome=outcome,
        )


def _of_evidence(terms: EvidenceTerms | None) -> frozenset[str]:
    """The properties of evidence that lead to what it supports."""
    return frozenset((terms.about, terms.property, terms.value, terms.source)) if terms else frozenset()


def _configured(loaded: LoadedPublication) -> frozenset[str]:
    """The IRIs of the graphs of files, and those that only the configuration describes."""
    publication = loaded.publication
    here = {one.subject.value for one in statements(loaded.documents.get(publication.configuration, ()))}
    others = (iris for path, iris in loaded.described.items() if path != publication.configuration)
    return frozenset(
        {
            publication.inferred,
            publication.described,
            *map(publication.graph, publication.files),
            *here.difference(*others),
        }
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
    """The site of this request, the same from its beginning to its end. For views; they pass it on to functions."""
    if "site" not in g:
        g.site = shown(current_app)
    return cast(Site, g.site)
