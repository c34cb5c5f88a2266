"""An example that a shape accepts and one that it does not, as the check of contributions says.

A check takes a fifth of a second. So the examples of all shapes are checked once the site has been up for a while, and
kept in the cache folder for this content. A page that is opened before that has its own checked.
"""

from __future__ import annotations

import hashlib
import json
import logging
import threading
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from accord import caches
from accord.errors import AccordError
from accord.proposals.checking.contributions import pack
from accord.publication import SourceFile
from accord.publication.statements.load_cache import digest_of
from accord.things.shapes import Shape
from accord.things.shapes.examples import Checked, ShapeExample, candidates, mistakes
from accord.validation import Finding, Report
from accord.web.requests.rate_limit import working
from accord.web.site import Site

_QUIET = 20.0
"""Seconds after a start until the examples are checked: by then visitors have their first pages."""
_AT_ONCE = 10
"""Shapes after whose check the examples are kept, so that a site that stops soon has not checked them for nothing."""
_PART = "examples.json"

_LOG = logging.getLogger("accord")

_TRIES = 3
"""Things that are tried; the first that conforms is shown."""
_END = "-example"
"""What follows the name of a thing in an example: it is checked as if it were new."""


def checked_examples(site: Site, shape: Shape) -> Checked | None:
    """The examples of a shape, remembered for this version; ``None`` where no thing of the data will do.

    Raises LimitError (429, 503) where too much is checked already, and EngineError when the check stops early.
    """
    kept = site.shape_examples
    if shape.iri not in kept:
        with working(counted=True):
            kept[shape.iri] = _made(site, shape)
    return kept[shape.iri]


def check_ahead(site: Site) -> None:
    """Take the examples that are kept of this content, and let a thread check the others after a while."""
    entry = caches.CacheEntry("examples", _digest(site))
    site.shape_examples.update(entry.recall(_read) or {})
    waiting = threading.Timer(_QUIET, _check_all, (site, entry))
    waiting.daemon = True
    waiting.start()


def _check_all(site: Site, entry: caches.CacheEntry) -> None:
    """Check the examples of all shapes that have none yet; it ends when the site or its checker ends."""
    kept = site.shape_examples
    missing = [one for one in site.shapes.values() if one.iri not in kept]
    try:
        for number, shape in enumerate(missing, 1):
            kept[shape.iri] = _made(site, shape)
            if number % _AT_ONCE == 0 or number == len(missing):
                entry.remember([(_PART, _written(dict(kept)))])
    except AccordError as error:
        _LOG.debug("The examples of shapes are checked when they are opened: %s", error)


def _digest(site: Site) -> str:
    """What the examples depend on, beside the code that the cache folder knows: the content, and this file."""
    return hashlib.sha256(digest_of(site.publication).encode() + Path(__file__).read_bytes()).hexdigest()


def _written(kept: Mapping[str, Checked | None]) -> bytes:
    return json.dumps({iri: asdict(one) if one else None for iri, one in kept.items()}).encode()


def _read(file: zipfile.ZipFile) -> dict[str, Checked | None]:
    found = json.loads(file.read(_PART))
    return {iri: _checked(one) if one else None for iri, one in found.items()}


def _checked(fields: Mapping[str, object]) -> Checked:
    """The examples as they were written. Raises TypeError or ValueError for what nobody wrote so."""
    findings = tuple((str(message), str(remedy)) for message, remedy in fields["findings"])  # type: ignore[attr-defined]
    texts = {name: str(value) for name, value in fields.items() if name != "findings"}
    return Checked(**texts, findings=findings)


def _made(site: Site, shape: Shape) -> Checked | None:
    prefixes = site.publication.settings.prefixes
    models = site.things
    index, inventory = models.class_index, models.inventory
    things = candidates(site.engine, shape, index.members, inventory.is_part, models.vocabulary.place)
    tried = things[:_TRIES]
    wrong = mistakes(tried[0], shape, things) if tried else []
    results = _findings(site, shape, [*tried, *wrong])
    place = next((place for place, found in enumerate(results[: len(tried)]) if not found), None)
    if place is None:
        return None
    of_wrong = results[len(tried) :]
    if place:
        wrong = mistakes(tried[place], shape, things)
        of_wrong = _findings(site, shape, wrong)
    return _shown(tried[place], wrong, of_wrong, prefixes)


def _shown(
    good: ShapeExample, wrong: Sequence[ShapeExample], results: Sequence[Sequence[Finding]], prefixes: Mapping[str, str]
) -> Checked:
    """What conforms, and of what is wrong the clearest mistake."""
    found = [place for place, findings in enumerate(results) if findings]
    if not found:
        return Checked(good.focus, good.turtle(prefixes))
    worst = min(found, key=lambda place: (_rank(results[place]), place))
    bad, sentences = wrong[worst], tuple(dict.fromkeys((one.message, one.remedy) for one in results[worst]))
    return Checked(
        good.focus, good.turtle(prefixes), bad.renamed(_END).turtle(prefixes), bad.property, bad.mistake, sentences
    )


def _rank(found: Sequence[Finding]) -> tuple[bool, int]:
    """The clearest mistake first: a violation, and one finding."""
    return not any(one.severity == "violation" for one in found), len(found)


def _findings(site: Site, shape: Shape, examples: Sequence[ShapeExample]) -> list[list[Finding]]:
    """What the shape, and no other, finds in each of some examples, which are checked as one contribution."""
    if not examples:
        return []
    renamed = [one.renamed(f"{_END}-{place}" if place else _END) for place, one in enumerate(examples)]
    texts = [one.turtle(site.publication.settings.prefixes) for one in renamed]
    paths = [f"example-{place}.ttl" for place in range(len(texts))]
    files = [SourceFile(path, ("data",), text.encode()) for path, text in zip(paths, texts, strict=True)]
    report = Report.of(site.checker.run("shapes", {"files": pack(files), "shapes": sorted(shape.iris)}))
    own = [one for one in report.findings if one.shape in shape.iris and one.place]
    return [[one for one in own if one.place and one.place.file == path] for path in paths]
