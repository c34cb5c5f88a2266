"""A publication of as many statements as a benchmark asks for, after the small one about lighthouses.

    PYTHONPATH=server .venv/bin/python tests/benchmarks/many_lights.py FOLDER [STATEMENTS]

Each light has a height, a number in a list and three quotes, so it comes to 33 statements; a file holds 20 lights.
Inverse, transitive and wider properties are added to the ontology, so that much follows from the data.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SMALL = Path(__file__).resolve().parents[1] / "publication"
PER_LIGHT = 33
PER_FILE = 20

AXIOMS = """
@prefix light: <https://example.org/lights/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

light:partOf a owl:TransitiveProperty .
light:holds a owl:ObjectProperty ; rdfs:label "holds"@en ; owl:inverseOf light:standsOn .
light:kept a owl:ObjectProperty ; rdfs:label "kept"@en ; owl:inverseOf light:keptBy .
light:knownTo a owl:ObjectProperty ; rdfs:label "known to"@en .
light:keptBy rdfs:subPropertyOf light:knownTo .
"""

HEADER = """@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://example.org/lights/id/> .
"""


def light(number: int) -> str:
    """The Turtle of one light."""
    quotes = "\n".join(
        f"<l{number}#q{quote}> a light:Quote ; light:of id:l{number} ; light:backs light:{backed} ;\n"
        f'    light:book id:pilot-book ; light:page {number % 500 + 1} ; light:words "Words {number}.{quote}"@en .'
        for quote, backed in enumerate(("standsOn", "focalHeight", "keptBy"))
    )
    return f"""
id:l{number} a light:Lighthouse ; rdfs:label "Light {number}"@en ; light:standsOn id:c{number % 200} ;
    light:focalHeight <l{number}#height> ; light:keptBy id:k{number % 1000} ; light:listed <l{number}#listed> ;
    light:firstLit "{1700 + number % 300}"^^xsd:gYear .
<l{number}#height> a light:Height ; light:metres {number % 90 + 10}.50 ; light:asStated "some metres"@en .
<l{number}#listed> a light:ListNumber ; light:list "Admiralty" ; light:number "A{number}" .
{quotes}
"""


def write(folder: Path, statements: int) -> None:
    """Write a publication of about so many statements to a folder that is not there yet."""
    shutil.copytree(SMALL, folder)
    (folder / "ontology" / "more.ttl").write_text(AXIOMS)
    more = folder / "data" / "more"
    more.mkdir()
    coasts = "".join(
        f'id:c{n} a light:Coast ; rdfs:label "Coast {n}"@en ; light:partOf id:c{n // 3} .\n' for n in range(1, 200)
    )
    keepers = "".join(f'id:k{n} a light:Keeper ; rdfs:label "Keeper {n}"@en .\n' for n in range(1000))
    first = 'id:c0 a light:Coast ; rdfs:label "Coast 0"@en .\n'
    (more / "coasts.ttl").write_text(HEADER + first + coasts + keepers)
    total = max(0, statements - 3000) // PER_LIGHT
    for start in range(0, total, PER_FILE):
        text = HEADER + "".join(light(number) for number in range(start, min(start + PER_FILE, total)))
        (more / f"lights-{start // PER_FILE}.ttl").write_text(text)


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
