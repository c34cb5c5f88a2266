"""Compares the checks by shapes with two other engines, over the W3C suite, our shapes and generated ones.

The other engines are the npm packages ``shacl-engine`` and ``rdf-validate-shacl``; both know SHACL Core only. Install
them first, with N3, in any folder, and name it:

    npm install --prefix engines shacl-engine@1.1.2 rdf-validate-shacl@0.6.5 n3 @zazuko/env
    python tests/benchmarks/shacl_engines.py engines --cases 2000

Each line of the output is a difference: the case, the engine, and the results that only one of them has. With
``--cases 1500 --seed 1``, 98 tests of W3C's core suite and our own shapes, the differences are these:

- ``severity-002``: a severity of its own is a violation here; the others repeat its IRI, as W3C has it.
- Values that cannot be compared (``"abc"^^xsd:integer``, a date with a dateTime, strings with a language) break
  ``sh:lessThan`` and the limits of values (SHACL §4.3, §4.5.3). The others compare them as JavaScript does.
- ``sh:languageIn ( "EN" )`` allows ``@en``: langMatches ignores case (SHACL §4.4.4). The others compare case.
- ``--12-05`` is an ``xsd:gMonthDay``, ``12k`` has no order to 1, and February has no day 30. The others go by the form.
- ``sh:targetClass :A`` reaches the instances of a subclass that the data states (SHACL §2.1.3.2). rdf-validate-shacl
  agrees; shacl-engine does not reach them.

In each of them but the first, which both sides may report, the standard is on the side of this engine.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2] / "server")]

from accord.errors import UsageError  # noqa: E402
from accord.publication import Publication  # noqa: E402
from places import ROOT, SHARED  # noqa: E402
from validation.test_w3c import SHT, TESTS, run  # noqa: E402

NODE = """
import { readFileSync } from 'fs'
import { Parser, Store, DataFactory } from 'n3'
import { Validator } from 'shacl-engine'
import SHACLValidator from 'rdf-validate-shacl'
import rdf from '@zazuko/env'
const SH = 'http://www.w3.org/ns/shacl#'
const PARTS = ['focusNode', 'resultPath', 'value', 'sourceConstraintComponent', 'resultSeverity']
const parse = text => { const set = rdf.dataset(); for (const q of new Parser().parse(text)) set.add(q); return set }
const term = t => !t ? '' : t.termType === 'BlankNode' ? '_' : t.termType === 'NamedNode' ? `<${t.value}>`
  : JSON.stringify([t.value, t.language, t.datatype.value])
const read = report => {
  const set = report.dataset, found = []
  const one = (s, p) => [...set.match(s, rdf.namedNode(SH + p))].map(q => q.object)[0]
  for (const top of set.match(null, rdf.namedNode(SH + 'result'))) {
    const r = top.object
    found.push(PARTS.map(part => term(one(r, part))))
  }
  return found
}
const cases = JSON.parse(readFileSync(0))
const out = []
for (const { data, shapes } of cases) {
  const answers = {}
  for (const [name, make] of [
    ['shacl-engine', s => new Validator(s, { factory: rdf })],
    ['rdf-validate-shacl', s => new SHACLValidator(s, { factory: rdf })]]) {
    try {
      const d = parse(data), validator = make(parse(shapes))
      answers[name] = read(await (name === 'shacl-engine' ? validator.validate({ dataset: d }) : validator.validate(d)))
    } catch (error) { answers[name] = String(error) }
  }
  out.push(answers)
}
console.log(JSON.stringify(out))
"""


@dataclass(frozen=True)
class Case:
    """Data and shapes, both as N-Triples."""

    name: str
    data: str
    shapes: str


PREFIXES = """\
@prefix : <http://e.example/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = [":a", ":b", ":c", ":d"]
CLASSES = [":A", ":B", ":C"]
PROPERTIES = [":p", ":q", ":r"]
VALUES = [
    *NODES,
    *('"x"', '"x"@en', '"y"@de', '"x"@EN', "1", "2", "-3", "2.0", "1.5e0", '"1"^^xsd:int', '"abc"^^xsd:integer'),
    *('"2020-01-01"^^xsd:date', '"2020-01-02Z"^^xsd:date', '"2020-01-01T00:00:00"^^xsd:dateTime', '"2020"^^xsd:gYear'),
    *("true", '"1"^^xsd:boolean', '"xyzzy"', '""'),
]
PATHS = [
    *(*PROPERTIES, "[ sh:inversePath :p ]", "( :p :q )", "[ sh:alternativePath ( :p :r ) ]"),
    *("[ sh:zeroOrMorePath :p ]", "[ sh:oneOrMorePath :p ]", "[ sh:zeroOrOnePath :p ]"),
]


def constraint(random: random.Random, depth: int = 0) -> str:
    """One constraint of a property shape, as a turtle predicate and object."""
    value, number = random.choice(VALUES), random.randint(0, 2)
    nested = f"[ {constraint(random, depth + 1)} ]" if depth < 2 else "[ sh:nodeKind sh:IRI ]"
    other = f"[ {constraint(random, depth + 1)} ]" if depth < 2 else "[ sh:class :A ]"
    limits = [one for one in VALUES if one[0] in '"-12' and "@" not in one and "abc" not in one and one != '""']
    choices = [
        f"sh:nodeKind sh:{random.choice(['IRI', 'Literal', 'BlankNodeOrIRI', 'IRIOrLiteral'])}",
        f"sh:class {random.choice(CLASSES)}",
        f"sh:datatype {random.choice(['xsd:integer', 'xsd:string', 'rdf:langString', 'xsd:date', 'xsd:boolean'])}",
        f"sh:in ( {' '.join(random.sample(VALUES, 3))} )",
        f"sh:hasValue {value}",
        f'sh:pattern "{random.choice(["^x", "y$", ".", "^$"])}"',
        f"sh:minLength {number}",
        f"sh:maxLength {number}",
        f'sh:languageIn ( "{random.choice(["en", "de", "EN"])}" )',
        f"sh:{random.choice(['minInclusive', 'maxInclusive', 'minExclusive', 'maxExclusive'])} {random.choice(limits)}",
        f"sh:not {nested}",
        f"sh:and ( {nested} {other} )",
        f"sh:or ( {nested} {other} )",
        f"sh:xone ( {nested} {other} )",
        f"sh:node {nested}",
    ]
    if not depth:
        choices += [
            f"sh:minCount {number}",
            f"sh:maxCount {number}",
            "sh:uniqueLang true",
            f"sh:equals {random.choice(PROPERTIES)}",
            f"sh:disjoint {random.choice(PROPERTIES)}",
            f"sh:lessThan {random.choice(PROPERTIES)}",
            f"sh:lessThanOrEquals {random.choice(PROPERTIES)}",
            f"sh:qualifiedValueShape {nested} ; sh:qualifiedMinCount {number}",
            f"sh:qualifiedValueShape {nested} ; sh:qualifiedMaxCount {number}",
            f"sh:property [ sh:path {random.choice(PATHS)} ; {constraint(random, 2)} ]",
        ]
    return random.choice(choices)


def generated(count: int, seed: int) -> Iterator[Case]:
    """Random shapes with random data; the same for the same seed."""
    rdflib.NORMALIZE_LITERALS = False
    source = random.Random(seed)
    for number in range(count):
        triples = [
            f"{source.choice(NODES)} {source.choice(PROPERTIES)} {source.choice(VALUES)} ."
            for _ in range(source.randint(2, 8))
        ]
        triples += [f"{node} a {source.choice(CLASSES)} ." for node in source.sample(NODES, 2)]
        triples += [":B rdfs:subClassOf :A ."]
        target = source.choice(
            [f"sh:targetClass {source.choice(CLASSES)}", f"sh:targetNode {source.choice(NODES)}"]
            + [f"sh:target{side}Of {source.choice(PROPERTIES)}" for side in ("Subjects", "Objects")]
        )
        severity = source.choice(["", "sh:severity sh:Warning ; "])
        path = source.choice([*PATHS, *PROPERTIES])
        shapes = f":S a sh:NodeShape ; {target} ; sh:property [ {severity}sh:path {path} ; {constraint(source)} ] ."
        yield Case(f"generated-{seed}-{number}", n_triples("\n".join(triples)), n_triples(shapes))


def n_triples(turtle: str) -> str:
    return Graph().parse(data=PREFIXES + turtle, format="turtle").serialize(format="nt")


def suite() -> Iterator[Case]:
    """The W3C suite, without the tests of SPARQL, which the others do not know."""
    rdflib.NORMALIZE_LITERALS = False
    for path in TESTS:
        if "/sparql/" in str(path):
            continue
        graph = Graph().parse(path, format="turtle")
        for action in graph.objects(None, URIRef("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#action")):
            parts = {name: graph.value(action, URIRef(SHT + name)) for name in ("dataGraph", "shapesGraph")}
            files = {name: Path(str(value).removeprefix("file://")) for name, value in parts.items()}
            texts = {
                name: Graph().parse(file if file.is_file() else path, format="turtle").serialize(format="nt")
                for name, file in files.items()
            }
            yield Case(str(path.relative_to(SHARED)), texts["dataGraph"], texts["shapesGraph"])


def own() -> Iterator[Case]:
    """The shapes of the publication without SPARQL, on its data and on the data with each of the bad examples."""
    publication = Publication.read(ROOT)
    shapes, data = Graph(), Graph()
    for file in publication.with_role("shapes"):
        shapes.parse(data=file.data, format="turtle", publicID="https://w3id.org/lifescience-partnerships/")
    shapes.remove((None, SH.sparql, None))
    for file in publication.with_role("data", "ontology"):
        data.parse(data=file.data, format="turtle")
    yield Case("own data", data.serialize(format="nt"), shapes.serialize(format="nt"))
    examples = Graph()
    for path in sorted((ROOT / "shapes" / "examples" / "bad").glob("*.ttl")):
        try:
            quads = list(parse(path.read_bytes(), RdfFormat.TURTLE))
        except SyntaxError:
            print(f"left out, not Turtle: {path.name}", file=sys.stderr)
            continue
        lines = "".join(f"{quad.triple} .\n" for quad in quads)
        examples.parse(data=lines, format="nt")
    yield Case("own bad examples", (data + examples).serialize(format="nt"), shapes.serialize(format="nt"))


def ask_others(cases: list[Case], modules: Path) -> list[dict[str, object]]:
    with tempfile.NamedTemporaryFile("w", suffix=".mjs", dir=modules) as script:
        script.write(NODE)
        script.flush()
        given = json.dumps([{"data": one.data, "shapes": one.shapes} for one in cases])
        done = subprocess.run(["node", script.name], input=given, capture_output=True, text=True, cwd=modules)
    if done.returncode:
        raise SystemExit(done.stderr)
    answers: list[dict[str, object]] = json.loads(done.stdout)
    return answers


def ours(case: Case) -> Counter[tuple[str, ...]] | str:
    rdflib.NORMALIZE_LITERALS = False  # pySHACL sets it after each run
    try:
        found = run(Graph().parse(data=case.data, format="nt"), Graph().parse(data=case.shapes, format="nt"))
    except UsageError as error:
        return f"refused: {error.message}"
    outermost = {one.outermost for one in found}
    return Counter((*map(_term, (one.focus, one.path, one.value)), one.component, one.severity) for one in outermost)


def _term(term: Node | None) -> str:
    """A term in the form that the other engines are asked for."""
    if term is None:
        return ""
    if not isinstance(term, Literal):
        return "_" if isinstance(term, BNode) else f"<{term}>"
    language = (term.language or "").lower()
    kind = RDF.langString if language else term.datatype or XSD.string
    return json.dumps([str(term), language, str(kind)], ensure_ascii=False, separators=(",", ":"))


def theirs(answer: object) -> Counter[tuple[str, ...]] | str:
    if isinstance(answer, str):
        return f"refused: {answer.splitlines()[0]}"
    assert isinstance(answer, list)
    found: Counter[tuple[str, ...]] = Counter()
    for focus, path, value, component, severity in answer:
        name = component.strip("<>").removeprefix(str(SH)).removesuffix("ConstraintComponent")
        terms = [path if path.startswith("<") else "_" if path else "", _lower(value)]
        found[_lower(focus), terms[0], terms[1], name, severity.strip("<>").removeprefix(str(SH)).lower()] += 1
    return found


def _lower(term: str) -> str:
    if not term.startswith("["):
        return term
    text, language, datatype = json.loads(term)
    return json.dumps([text, language.lower(), datatype], ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Compare and print the differences, then how many cases agree."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("modules", type=Path, help="folder with node_modules")
    options.add_argument("--cases", type=int, default=500, help="generated cases")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    cases = [*suite(), *own(), *generated(given.cases, given.seed)]
    agree: Counter[str] = Counter()
    for case, answers in zip(cases, ask_others(cases, given.modules), strict=True):
        mine = ours(case)
        for engine, answer in answers.items():
            other = theirs(answer)
            same = set(mine) == set(other) if isinstance(mine, Counter) and isinstance(other, Counter) else False
            agree[engine] += same
            if not same:
                print(f"{case.name} {engine}")
                for name, only in (("accord", mine), (engine, other)):
                    compared = other if only is mine else mine
                    extra = set(only) - set(compared) if isinstance(only, Counter) else only
                    print(f"    only {name}: {sorted(extra)[:4] if isinstance(extra, set) else extra}")
    for engine, count in agree.items():
        print(f"{engine}: {count} of {len(cases)} cases agree")


if __name__ == "__main__":
    main()
