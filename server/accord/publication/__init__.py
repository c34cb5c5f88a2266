"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable."""

from __future__ import annotations

from accord.publication.folder import (
    CONFIGURATION,
    FOLDERS,
    EvidenceTerms,
    IdentifierTerms,
    Publication,
    Role,
    Settings,
    SourceFile,
)

__all__ = [
    "CONFIGURATION",
    "FOLDERS",
    "EvidenceTerms",
    "IdentifierTerms",
    "Publication",
    "Role",
    "Settings",
    "SourceFile",
]
