"""The models of a site as the tools for assistants need them."""

from __future__ import annotations

from collections.abc import Callable

from accord.agents.sources import Sources
from accord.engine import Answer, Query
from accord.web.site import Site


def sources(
    site: Site,
    run: Callable[[Query], Answer],
    address: Callable[[str], str],
    page: Callable[[str], str],
    client: str = "",
) -> Sources:
    """What tools answer from; see :class:`accord.agents.sources.Sources` for what is given."""
    return Sources(
        publication=site.publication,
        engine=site.engine,
        examples=site.examples,
        vocabulary=site.things.vocabulary,
        labels=site.things.labels,
        resources=site.things.resources,
        search=lambda: site.search,
        questions=site.question_index,
        explainer=site.explainer,
        checker=site.checker,
        run=run,
        address=address,
        page=page,
        expand=site.addresses.expand,
        client=client,
    )
