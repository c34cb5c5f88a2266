"""The files of a folder that hold a JSON-LD context for others, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from accord.errors import InputError
from accord.parsing import FolderContexts, ParsingLimits, is_gzipped
from accord.parsing.folder_contexts import collect, may_be_context
from accord.parsing.syntaxes import JSON_LD
from accord.publication.files import Folder
from accord.publication.files.layout import Layout


def contexts_of(layout: Layout, start: Callable[..., Callable[[], Any]]) -> FolderContexts:
    """The contexts of a layout's files; ``start`` begins to call a function in a confined child, as for ``survey``."""
    folder, found = Folder(layout.root), []
    for candidate in layout.files:
        if candidate.syntax is JSON_LD and not is_gzipped(candidate.path):
            with suppress(InputError):  # the reading of all files says why
                data = folder.bytes_of(candidate.path)
                found += [(candidate.path, data)] if may_be_context(data) else []
    return FolderContexts(
        tuple((path, context) for path, context in start(collect, found, ParsingLimits())()) if found else ()
    )
