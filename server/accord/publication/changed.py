"""A publication with some of its files changed, for a look at what would become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accord.publication.files.addresses import file_address
from accord.publication.files.layout import role_by_name
from accord.publication.files.sources import SourceFile
from accord.publication.folder import Publication


def changed(publication: Publication, changes: Mapping[str, bytes | None]) -> Publication:
    """The publication with these files (paths in its folder) as they become; ``None`` removes one.

    A new file is for what its folder's name says, or data. The settings stay as they are.
    """
    files = {file.path: file for file in publication.files}
    for path, data in changes.items():
        old = files.pop(path, None)
        if data is None:
            continue
        base = "" if publication.settings.house_rules else file_address(publication.settings.base, path)
        new = replace(old, data=data) if old else SourceFile(path, (role_by_name(path) or "data",), data, base)
        files[path] = new
    return replace(publication, files=tuple(files.values()))
