"""What the web shows: a publication opened, with all that is read out of it once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from accord.catalogue import Catalogue
from accord.documents import Documents
from accord.evidence import Reader
from accord.labels import Labels
from accord.mentions import Mentions
from accord.publication import Publication
from accord.resources import Resources
from accord.spellings import Spellings
from accord.store import Engine
from accord.vocabulary import Vocabulary
from accord.web.addresses import Addresses
from accord.web.cache import Cache


@dataclass(frozen=True)
class Site:
    """A publication with its engine and its models. Immutable but for the cache; new data makes a new site."""

    publication: Publication
    engine: Engine
    vocabulary: Vocabulary
    labels: Labels
    documents: Documents
    resources: Resources
    catalogue: Catalogue
    addresses: Addresses
    cache: Cache = field(default_factory=Cache)

    @classmethod
    def open(cls, publication: Publication, engine: Engine) -> Site:
        """Read what pages need out of a publication. Raises InputError when a file of it is not Turtle."""
        settings = publication.settings
        things = settings.base + "id/"
        vocabulary = Vocabulary.of(publication)
        labels = Labels(engine, vocabulary.names(), settings.prefixes, settings.base)
        spellings = Spellings(publication.quads("ontology", "data"))
        documents = Documents(settings, engine, vocabulary, spellings)
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
                evidence=Reader(settings.evidence, labels),
                mentions=Mentions(engine, vocabulary, labels, things),
            ),
            catalogue=Catalogue(publication, engine, vocabulary, labels),
            addresses=Addresses(settings, vocabulary),
        )


def current() -> Site:
    """The site of the request at hand."""
    return cast(Site, current_app.extensions["accord"])
