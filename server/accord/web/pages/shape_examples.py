"""An example that a shape accepts and one that it does not, as the check of contributions says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import islice

from accord.proposals.contributions import pack
from accord.publication import SourceFile
from accord.things.shape_examples import candidates, mistakes
from accord.things.shapes import Shape
from accord.validation import Finding, Report
from accord.web.cache import CachedAnswer, cache
from accord.web.rate_limit import working
from accord.web.site import Site

_TRIES = 3
"""Things that are tried in turn, each with one check, until one conforms."""
_END = "-example"
"""What follows the name of a thing in an example: it is checked as if it were new."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Two descriptions in Turtle. ``focus`` is the thing that the first describes.

    ``bad`` is empty where the shape finds no mistake; otherwise ``property`` and ``mistake`` say what is wrong in it,
    and ``findings`` are the sentences of the check with their remedies.
    """

    focus: str
    good: str
    bad: str = ""
    property: str = ""
    mistake: str = ""
    findings: Sequence[tuple[str, str]] = ()


def checked_examples(site: Site, shape: Shape) -> Checked | None:
    """The examples of a shape, remembered for this version; ``None`` where no thing of the data will do.

    Raises LimitError (429, 503) where too much is checked already, and EngineError when the check breaks off.
    """
    key = ("shape examples", shape.iri, site.publication.version)
    kept = cache().get(key)
    if kept is None:
        with working(counted=True):
            found = _made(site, shape)
        written = json.dumps(None if found is None else asdict(found))
        kept = cache().put(key, CachedAnswer(written.encode()))
    fields = json.loads(kept.body)
    return Checked(**fields) if fields else None


def _made(site: Site, shape: Shape) -> Checked | None:
    prefixes = site.publication.settings.prefixes
    things = candidates(site.engine, shape, site.things.inventory.is_part, site.things.vocabulary.place)
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
        said = tuple(dict.fromkeys((one.message, one.remedy) for one in results[worst]))
        return Checked(
            good.focus, good.turtle(prefixes), bad.renamed(_END).turtle(prefixes), bad.property, bad.mistake, said
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
