"""The words by which sources qualify a sum or speak of a plan: each that the publication declares is noticed."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from accord.names import ACCORD
from accord.publication import Publication, SourceFile
from accord.validation import Finding, check

PREFIXES = """\
@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
"""
GRANT = """\
id:new-{number} a lsp:Grant ; rdfs:label "New grant {number}"@en ; lsp:totalAmount <{base}new-{number}#total> {more}.
<{base}new-{number}#total> a schema:MonetaryAmount ; schema:value 3000000 ; schema:currency "GBP" ;
    lsp:asStated "{words}" {qualifier}.
"""
BASE = "https://w3id.org/lifescience-partnerships/id/"
KINDS = ("qualifier-", "status-")


def said(publication: Publication) -> list[tuple[str, str]]:
    """Each wording with the term that it means, for the terms of the two lists."""
    pairs = [
        (quad.object.value, quad.subject.value.removeprefix(BASE))
        for quad in publication.quads("data")
        if quad.predicate == NamedNode(ACCORD + "saidAs") and isinstance(quad.object, Literal)
        if isinstance(quad.subject, NamedNode) and quad.subject.value.removeprefix(BASE).startswith(KINDS)
    ]
    assert len(pairs) > 60
    return sorted(pairs)


def amounts(publication: Publication, *, stated: bool) -> dict[int, Finding]:
    """What is found of one grant for each wording, by its number; whether they state what their words say."""
    text = PREFIXES
    for number, (words, term) in enumerate(said(publication)):
        is_status = term.startswith("status-")
        sentence = f"£3m {words.lstrip('… ')}" if words.startswith("…") else f"{words} £3m"
        more = f"; lsp:status id:{term} " if stated and is_status else ""
        qualifier = f"; lsp:qualifier id:{term} " if stated and not is_status else ""
        text += GRANT.format(number=number, base=BASE, words=sentence, more=more, qualifier=qualifier)
    file = SourceFile("data/funding/new.ttl", ("data",), text.encode())
    found = (one for one in check(publication, [file]).findings if one.code.startswith("AMOUNT-"))
    return {int(one.focus.partition("#")[0].rpartition("-")[2]): one for one in found}


def test_each_wording_is_noticed_where_the_data_do_not_have_it(real: Publication) -> None:
    found = amounts(real, stated=False)
    for number, (words, term) in enumerate(said(real)):
        assert number in found, words
        assert f"id:{term}" in found[number].remedy, (words, found[number])


def test_what_the_words_say_may_be_stated(real: Publication) -> None:
    assert {said(real)[number]: one.message for number, one in amounts(real, stated=True).items()} == {}
