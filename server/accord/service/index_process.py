"""The index of a large publication, made beside the web server: pages do not wait for the interpreter meanwhile.

The process is forked from the web server while that has one thread, so that they share what was loaded. It keeps the
index and what was loaded in the cache, from which the web server takes the index, as each later start takes both.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from threading import active_count

from accord import caches, confine, memory
from accord.engine.processes import fork
from accord.publication.statements.load_cache import is_large
from accord.search.stored_index import is_kept
from accord.web import Site

_GIVING_WAY = 5
"""Niceness of the process: pages and queries come first, and it comes before the check of the folder."""


def with_index(site: Site, keep: Callable[[], None]) -> Site:
    """The site, whose index is made by a process of its own where that pays; ``keep`` is called there after it."""
    publication = site.publication
    pays = is_large(publication) and caches.cache_folder() and not is_kept(publication)
    if not pays or active_count() > 1:  # a process of several threads should not fork
        return site

    def make(_: int) -> int:
        confine.end_with_parent()
        os.nice(_GIVING_WAY)
        memory.expect_much()
        site.search_index.get()
        keep()
        return 0

    return replace(site, index_made=fork(make).end)
