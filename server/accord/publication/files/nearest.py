"""The publication that a file or folder belongs to: the nearest folder above that has a configuration and reads it."""

from __future__ import annotations

import os
from pathlib import Path

from accord.publication.files import layout

_DATA = layout.CONFIGURATIONS[1].partition("/")[0]


def publication_of(path: Path) -> Path | None:
    """The root of the publication that reads a file, or the files of a folder; ``None`` where there is none.

    A folder with a configuration is its own publication; with ``data/publication.ttl`` it is the folder above ``data``,
    and reads only some folders, so that a file elsewhere in it does not belong to it.
    """
    real = Path(os.path.realpath(path))
    for root in (real, *real.parents):
        if root.name == _DATA and (root / layout.CONFIGURATION_NAME).is_file() and root != root.parent:
            continue
        configuration = next((one for one in layout.CONFIGURATIONS if (root / one).is_file()), "")
        if configuration and (root == real or _reads(root, real, configuration)):
            return root
    return None


def _reads(root: Path, path: Path, configuration: str) -> bool:
    within = path.relative_to(root).as_posix()
    return layout.takes(f"{within}/any.ttl" if path.is_dir() else within, configuration) or (
        not path.is_dir() and layout.takes(f"{within}.ttl", configuration)
    )
