"""A folder of RDF becomes a :class:`Publication`: files with their graphs, settings and a version. Immutable.

``files`` finds the files of a folder and guards the reading of them, ``survey`` parses them once in a confined process
and guesses, ``settings`` joins guesses and configuration, ``folder`` makes the publication. Over it are ``statements``
(all of them, in little memory), ``examples`` (queries) and ``history`` (from ``git``).
"""

from __future__ import annotations

from accord.publication.files.sources import Role, SourceFile
from accord.publication.folder import Publication
from accord.publication.settings import EvidenceTerms, IdentifierTerms, Settings
from accord.publication.settings.presentation import Presentation

__all__ = [
    "EvidenceTerms",
    "IdentifierTerms",
    "Presentation",
    "Publication",
    "Role",
    "Settings",
    "SourceFile",
]
