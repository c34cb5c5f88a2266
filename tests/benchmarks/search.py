"""How long a search and a reconciliation take over 100,000 triples (or as many as the first argument says).

    PYTHONPATH=server .venv/bin/python tests/benchmarks/search.py [TRIPLES]

The things are made up after the real ones: names of two to six words, other names, codes, themes, regions, years, and
the evidence that makes most of the triples. Each figure is the median and the 99th of a hundred over 300 queries, no
query asked twice; half of them have a slip in a word.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pyoxigraph import Literal, NamedNode, Quad

from accord.names import RDF, RDFS, SKOS, XSD
from accord.publication import Publication
from accord.search import Filters, Search, Thing, ThingReader
from accord.things.names.labels import Labels
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.redirects import Redirects
from engines import StoreEngine

ROOT = Path(__file__).resolve().parents[2]
KINDS = ("University", "NHSTrust", "Company", "Collaboration", "Funding", "ResearchCentre")
COMMON = ("University", "of", "Centre", "Research", "Institute", "Health", "Trust", "Network", "for", "Partnership")


def made_up(chance: random.Random) -> str:
    """A word that nobody has."""
    return "".join(chance.choice("bcdfglmnprstv") + chance.choice("aeiou") for _ in range(chance.randint(2, 4))).title()


def quads(base: str, own: str, triples: int, chance: random.Random) -> Iterator[Quad]:
    """Statements about as many things as come to so many triples."""
    rare = [made_up(chance) for _ in range(triples // 60)]
    for number in range(triples // 31):
        thing = NamedNode(f"{base}id/t{number}")
        name = " ".join(chance.choice(rare if chance.random() < 0.5 else COMMON) for _ in range(chance.randint(2, 6)))
        yield Quad(thing, NamedNode(RDF + "type"), NamedNode(own + chance.choice(KINDS)))
        yield Quad(thing, NamedNode(RDFS + "label"), Literal(name, language="en"))
        yield Quad(thing, NamedNode(SKOS + "altLabel"), Literal(f"{name.split()[0]} {made_up(chance)}", language="en"))
        yield Quad(thing, NamedNode(SKOS + "exactMatch"), NamedNode(f"http://www.wikidata.org/entity/Q{number + 900}"))
        yield Quad(thing, NamedNode(own + "region"), NamedNode(f"{base}id/t{number % 50}"))
        yield Quad(thing, NamedNode(own + "theme"), NamedNode(f"{base}id/t{number % 70}"))
        year = Literal(str(1990 + number % 36), datatype=NamedNode(XSD + "gYear"))
        yield Quad(thing, NamedNode(own + "establishedOn"), year)
        yield Quad(thing, NamedNode(own + "aim"), Literal(" ".join(chance.choices(rare, k=12)), language="en"))
        for piece in range(4):
            evidence = NamedNode(f"{thing.value}#e{piece}")
            yield Quad(evidence, NamedNode(RDF + "type"), NamedNode(own + "Evidence"))
            for word in ("about", "supports", "certainty", "paragraph"):
                yield Quad(evidence, NamedNode(own + word), thing)
            yield Quad(evidence, NamedNode(own + "phrase"), Literal(" ".join(chance.choices(rare, k=8)), language="en"))


def slip(text: str, chance: random.Random) -> str:
    """The text with two neighbouring letters swapped."""
    place = chance.randrange(len(text) - 1)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def figures(name: str, ask: Callable[[str], object], queries: list[str]) -> None:
    """Print how long the queries take."""
    times = []
    for query in queries:
        begin = time.perf_counter()
        ask(query)
        times.append(1000 * (time.perf_counter() - begin))
    print(f"{name:<16} {median(times):6.1f} ms, 99th of 100 {quantiles(times, n=100)[98]:6.1f} ms")


def main() -> None:
    """Print the figures."""
    triples = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    chance = random.Random(7)
    publication = Publication.read(ROOT)
    engine = StoreEngine(publication)
    settings = publication.settings
    engine.store.clear()
    engine.store.bulk_extend(quads(settings.base, settings.vocabulary, triples, chance))
    vocabulary = Vocabulary.of(publication)
    labels = Labels(engine, vocabulary.names(), settings.prefixes, settings.bases)
    begin = time.perf_counter()
    inventory = Inventory.read(engine, settings, vocabulary, (), ())
    reader = ThingReader(settings, engine, inventory, vocabulary, labels)
    search = Search.of(reader.things(), Redirects(()), settings.featured)
    taken = time.perf_counter() - begin
    print(f"{len(engine.store):,} triples, {len(search.things):,} things: index in {taken:.2f} s")
    names = [thing.name.text for thing in chance.sample(list(search.things.values()), 300)]
    queries = [name if number % 2 else slip(name, chance) for number, name in enumerate(names)]
    figures("search", lambda query: search.find(query, Filters(), 0, 20), queries)
    figures("while typing", lambda query: search.find(query[:3], Filters(), 0, 20), queries)
    figures("reconciliation", lambda query: search.matcher.candidates(query, (), accept, ignore), queries)
    figures("look-up", search.identifiers.find, [f"https://www.wikidata.org/wiki/Q{900 + n}" for n in range(300)])


def accept(_: Thing) -> bool:
    """Every thing will do."""
    return True


def ignore(_: Thing) -> None:
    """No other cells to compare."""


if __name__ == "__main__":
    main()
