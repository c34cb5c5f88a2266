"""A copy of a site as files, for a host without programs or a memory stick: ``accord build``.

The copy has every page and document of the site under the same address. Documents and dumps have the same bytes. Links
in pages are relative, so that the copy also works when it is opened as files. Search and SPARQL run in the browser.
"""

from __future__ import annotations

from accord.web.static_site.building import Summary, build

__all__ = ["Summary", "build"]
