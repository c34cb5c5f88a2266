"""All that is known of the things and terms of a publication, read once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.publication import EvidenceTerms
from accord.publication.history import History
from accord.publication.loading import LoadedPublication
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
from accord.things.redirects import Redirects
from accord.things.relations import Relations
from accord.things.resources import Resources
from accord.things.shaped_columns import shaped_columns
from accord.things.similar import SimilarThings
from accord.things.source_lines import SourceLines
from accord.things.statements import statements
from accord.things.tables import Tables
from accord.things.trees import Trees
from accord.things.vocabulary import Vocabulary
from accord.things.wording import Wording, namesakes


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
        alike = namesakes(class_index.kinds(), settings.prefixes)
        wording = Wording(labels, hints.plurals, hints.inverses, vocabulary.converse(), alike)
        totals = Totals(hints.money, facts, labels)
        columns = ListColumns(
            hints, class_index, vocabulary, labels, facts, lambda: shaped_columns(publication.quads("shapes"))
        )
        hidden, mentions = _of_evidence(settings.evidence), Backlinks(engine, vocabulary, labels, inventory)
        reader = IndexReader(facts, Concerns(hints.places, facts), hints.money)
        return cls(
            inventory=inventory,
            vocabulary=vocabulary,
            labels=labels,
            wording=wording,
            documents=documents,
            resources=Resources(inventory, vocabulary, labels, spellings, documents, evidence, mentions),
            class_index=class_index,
            lists=Lists(class_index, vocabulary, labels, settings.thing_base, reader, columns),
            columns=columns,
            totals=totals,
            source_lines=SourceLines(facts, labels),
            passages=Passages(settings.evidence, evidence, engine, inventory, labels),
            relations=Relations(
                hidden, hints, engine, inventory, class_index, vocabulary, labels, wording, columns, totals
            ),
            tables=Tables(engine, vocabulary, labels, spellings),
            trees=Trees(engine, class_index, vocabulary, labels),
            changes=changes,
            redirects=redirects,
            similar=SimilarThings(settings.thing_base, inventory, labels),
            consequences=Consequences(engine, followed, vocabulary, labels),
        )


def _of_evidence(terms: EvidenceTerms | None) -> frozenset[str]:
    """The properties of evidence that lead to what it supports."""
    return frozenset((terms.about, terms.property, terms.value)) if terms else frozenset()


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
