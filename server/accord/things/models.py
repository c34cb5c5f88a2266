"""All that is known of the things and terms of a publication, read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal

from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.publication import EvidenceTerms, Publication, Settings
from accord.publication.history import History
from accord.publication.statements.loading import LoadedPublication
from accord.things.changes import RecentChanges
from accord.things.documents import Documents
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.facts.backlinks import Backlinks
from accord.things.facts.consequences import Consequences
from accord.things.facts.evidence import EvidenceReader
from accord.things.facts.passages import Passages
from accord.things.facts.relations import Relations
from accord.things.facts.resources import Resources
from accord.things.facts.source_lines import SourceLines
from accord.things.known_facts import KnownFacts
from accord.things.lists import Lists
from accord.things.lists.columns import ListColumns
from accord.things.lists.index import IndexReader
from accord.things.lists.shaped_columns import shaped_columns
from accord.things.lists.standings import Standings
from accord.things.lists.tables import Tables
from accord.things.lists.totals import Sums, Totals
from accord.things.names.labels import REMEMBERED, Labels, Name, rank
from accord.things.names.languages import languages_of, preferring, translations_of
from accord.things.names.wording import Wording, namesakes
from accord.things.ontology.class_index import ClassIndex
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.trees import Trees
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.places.concerns import Concerns
from accord.things.redirects import Redirects
from accord.things.similar import SimilarThings
from accord.things.statements import statements


@dataclass(frozen=True)
class Things:
    """What is known of the things and terms of a publication: the models of ``accord.things``.

    ``languages`` are those in which readers can have the names, that of the publication first.
    """

    languages: tuple[str, ...]
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
    standings: Standings
    source_lines: SourceLines
    passages: Passages
    relations: Relations
    tables: Tables
    trees: Trees
    changes: RecentChanges
    redirects: Redirects
    similar: SimilarThings
    _read: _Read

    @classmethod
    def open(
        cls, loaded: LoadedPublication, engine: Engine, history: History, inferred: Callable[[], InferredTriples]
    ) -> Things:
        """Read the models. ``inferred`` may wait for the engine, so what does not need it is read before."""
        settings = loaded.publication.settings
        vocabulary = Vocabulary.read(loaded.ontology, settings.vocabulary, settings.languages)
        redirects = Redirects.of(loaded)
        inventory = Inventory.read(engine, settings, vocabulary, redirects, _configured(loaded))
        languages = languages_of(loaded.statements, settings.languages)
        own_words = (settings.title, settings.description) if len(languages) > 1 else ()
        translated = {text: translations_of(loaded.statements, text, languages) for text in own_words}
        spellings = LexicalForms(loaded.respelled)
        documents = Documents(settings, engine, inventory, vocabulary, spellings)
        read = _Read(
            loaded.publication, settings, engine, languages, inventory, redirects, documents, spellings, translated
        )
        labels = read.labels(vocabulary, settings.languages)
        changes = RecentChanges(loaded, history, inventory, labels)
        similar = SimilarThings(settings.thing_base, inventory, labels)
        read = replace(read, followed=inferred())
        index = ClassIndex(loaded.publication, engine, inventory, vocabulary, labels, read.followed)
        return read.things(vocabulary, labels, index, changes, similar)

    def translated(self, text: str) -> Name:
        """The title or the description of the publication as its readers have it."""
        words = map(Name.of, self._read.translations.get(text, ()))
        return min(
            words, key=lambda one: (rank(one.language, self.labels.languages), one.text != text), default=Name(text)
        )

    def preferring(self, language: str) -> Things:
        """The same things with their names in another language where the data have them."""
        read, languages = self._read, preferring(language, self._read.settings.languages)
        vocabulary = self.vocabulary.preferring(languages)
        labels = read.labels(vocabulary, languages)
        index = self.class_index.preferring(vocabulary, labels)
        changes, similar = self.changes.preferring(labels), self.similar.preferring(labels)
        return read.things(vocabulary, labels, index, changes, similar, others=self)


@dataclass(frozen=True)
class _Read:
    """What is read of a publication once, whatever the language of its readers.

    ``translations`` has the title and the description of the publication in all languages in which it states them.
    """

    publication: Publication
    settings: Settings
    engine: Engine
    languages: tuple[str, ...]
    inventory: Inventory
    redirects: Redirects
    documents: Documents
    spellings: LexicalForms
    translations: Mapping[str, tuple[Literal, ...]]
    followed: InferredTriples = field(default_factory=lambda: InferredTriples.of(()))

    def labels(self, vocabulary: Vocabulary, languages: Sequence[str]) -> Labels:
        """The names for readers of some languages."""
        settings, inventory = self.settings, self.inventory
        bases, most = (settings.base, *settings.bases), REMEMBERED // len(self.languages)
        return Labels(
            self.engine, vocabulary.names(), settings.prefixes, bases, inventory.terms, languages, inventory,
            own=settings.languages[0], most=most,
        )  # fmt: skip

    def things(
        self,
        vocabulary: Vocabulary,
        labels: Labels,
        index: ClassIndex,
        changes: RecentChanges,
        similar: SimilarThings,
        others: Things | None = None,
    ) -> Things:
        """The models with these names. With those of another language (``others``) they share what is read of lists."""
        engine, inventory, settings = self.engine, self.inventory, self.settings
        hints, facts = settings.presentation, KnownFacts(engine, self.followed)
        evidence = EvidenceReader(settings.evidence, labels, hints.marks)
        alike = namesakes(index.kinds(), settings.prefixes)
        wording = Wording(labels, hints.plurals, hints.inverses, vocabulary.converse(), alike)
        columns = ListColumns(
            hints, index, vocabulary, labels, facts, lambda: shaped_columns(self.publication.quads("shapes"))
        )
        hidden, mentions = _of_evidence(settings.evidence), Backlinks(engine, vocabulary, labels, inventory)
        if others:
            lists = others.lists.preferring(index, vocabulary, labels, columns)
            totals = others.totals.preferring(labels)
        else:
            reader = IndexReader(facts, Concerns(hints.places, facts), hints.money)
            lists = Lists(index, vocabulary, labels, settings.thing_base, reader, columns)
            totals = Totals(Sums(hints.money, facts), labels)
        return Things(
            languages=self.languages,
            inventory=inventory,
            vocabulary=vocabulary,
            labels=labels,
            wording=wording,
            documents=self.documents,
            resources=Resources(inventory, vocabulary, labels, self.spellings, self.documents, evidence, mentions),
            class_index=index,
            lists=lists,
            columns=columns,
            totals=totals,
            standings=Standings(totals.sums, labels),
            source_lines=SourceLines(facts, labels),
            passages=Passages(settings.evidence, evidence, engine, inventory, labels),
            relations=Relations(hidden, hints, engine, inventory, index, vocabulary, labels, wording, columns, totals),
            tables=Tables(engine, vocabulary, labels, self.spellings, hints.money),
            trees=Trees(engine, index, vocabulary, labels),
            changes=changes,
            redirects=self.redirects,
            similar=similar,
            consequences=Consequences(engine, self.followed, vocabulary, labels),
            _read=self,
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
