"""The data that tools answer from. The web site and the command line both build it from their models."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from accord.engine import Answer, Engine, Query
from accord.explanations import Explainer
from accord.proposals.checking.checker import Checker
from accord.publication import Publication
from accord.publication.examples import Example
from accord.search import Search
from accord.search.question_index import QuestionIndex
from accord.things.facts.resources import Resources
from accord.things.names.labels import Labels
from accord.things.ontology.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Sources:
    """A publication with its models.

    ``run`` asks the engine, on the account of who asks. ``address`` is the web address that shows a person what is at
    a path of the site (``/search?q=x``), ``page`` that of the page of an IRI, nothing where it has none. ``expand``
    gives the IRI of a prefixed name, and anything else as it is. ``client`` is who asks, for the engine's turns.
    ``search`` gives the index, and raises NotReadyError while it is being made: only the tools that search wait for it.
    """

    publication: Publication
    engine: Engine
    examples: Mapping[str, Example]
    vocabulary: Vocabulary
    labels: Labels
    resources: Resources
    search: Callable[[], Search]
    questions: QuestionIndex
    explainer: Explainer
    checker: Checker
    run: Callable[[Query], Answer]
    address: Callable[[str], str]
    page: Callable[[str], str]
    expand: Callable[[str], str]
    client: str = ""

    def short(self, iri: str) -> str:
        """An IRI as queries write it."""
        return self.publication.settings.prefixes.shorten(iri) or iri

    def name(self, iri: str) -> str:
        """Its label."""
        return self.labels.of(iri).text
