"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable."""

from __future__ import annotations

from accord.publication.folder import Publication
from accord.publication.presentation import Presentation
from accord.publication.settings import EvidenceTerms, IdentifierTerms, Settings
from accord.publication.sources import Role, SourceFile

__all__ = [
    "EvidenceTerms",
    "IdentifierTerms",
    "Presentation",
    "Publication",
    "Role",
    "Settings",
    "SourceFile",
]
