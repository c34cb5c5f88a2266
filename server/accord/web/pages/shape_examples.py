"""An example that a shape accepts and one that it does not, as the check of contributions says."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from accord.proposals.contributions import pack
from accord.publication import SourceFile
from accord.things.shape_examples import Checked, candidates, mistakes
from accord.things.shapes import Shape
from accord.validation import Finding, Report
from accord.web.rate_limit import working
from accord.web.site import Site

_TRIES = 3
"""Things that are tried in turn, each with one check, until one conforms."""
_END = "-example"
"""What follows the name of a thing in an example: it is checked as if it were new."""


def checked_examples(site: Site, shape: Shape) -> Checked | None:
    """The examples of a shape, remembered for this version; ``None`` where no thing of the data will do.

    Raises LimitError (429, 503) where too much is checked already, and EngineError when the check breaks off.
    """
    kept = site.shape_examples
    if shape.iri not in kept:
        with working(counted=True):
            kept[shape.iri] = _made(site, shape)
    return kept[shape.iri]


def _made(site: Site, shape: Shape) -> Checked | None:
    prefixes = site.publication.settings.prefixes
    models = site.things
    index, inventory = models.class_index, models.inventory
    things = candidates(site.engine, shape, index.members, inventory.is_part, models.vocabulary.place)
    for good in islice(things, _TRIES):
        tried = [good, *mistakes(good, shape, things)]
        renamed = [one.renamed(f"{_END}-{place}" if place else _END) for place, one in enumerate(tried)]
        results = _findings(site, shape, [one.turtle(prefixes) for one in renamed])
        if results[0]:
            continue
        wrong = [place for place, found in enumerate(results) if found]
        worst = min(wrong, key=lambda place: (_rank(results[place]), place), default=0)
        if not worst:
            return Checked(good.focus, good.turtle(prefixes))
        bad = tried[worst]
        sentences = tuple(dict.fromkeys((one.message, one.remedy) for one in results[worst]))
        return Checked(
            good.focus, good.turtle(prefixes), bad.renamed(_END).turtle(prefixes), bad.property, bad.mistake, sentences
        )
    return None


def _rank(found: Sequence[Finding]) -> tuple[bool, int]:
    """The clearest mistake first: a violation, and one finding."""
    return not any(one.severity == "violation" for one in found), len(found)


def _findings(site: Site, shape: Shape, texts: Sequence[str]) -> list[list[Finding]]:
    """What the shape finds in each of some files, which are checked as one contribution."""
    paths = [f"example-{place}.ttl" for place in range(len(texts))]
    files = [SourceFile(path, ("data",), text.encode()) for path, text in zip(paths, texts, strict=True)]
    report = Report.of(site.checker.run("check", pack(files)))
    own = [one for one in report.findings if one.shape in shape.iris and one.place]
    return [[one for one in own if one.place and one.place.file == path] for path in paths]
