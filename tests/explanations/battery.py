"""Broken and misleading queries, each with the kind of explanation and the words that it must give."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """A query, the kind of finding that is expected first, and strings that its lines must contain.

    ``infer`` is the parameter of the request: False for infer=off.
    """

    kind: str
    query: str
    words: tuple[str, ...]
    infer: bool | None = None


def _case(kind: str, query: str, *words: str) -> Case:
    return Case(kind, query, words)


def _of_stated_facts(kind: str, query: str, *words: str) -> Case:
    return Case(kind, query, words, infer=False)


C = _case
S = _of_stated_facts

MEMBERS = [
    S(
        "narrower-classes",
        "SELECT ?x { ?x a lsp:Agreement }",
        "lsp:Collaboration (8)",
        "a/rdfs:subClassOf* lsp:Agreement",
    ),
    S("narrower-classes", "SELECT ?x { ?x a geo:Feature }", "lsp:Region (47)"),
    S("narrower-classes", "SELECT ?x { ?x a org:FormalOrganization }", "lsp:University (4)"),
    S("narrower-classes", "SELECT (COUNT(*) AS ?n) { ?x a lsp:Agreement }", "for 13 things"),
    S("only-inferred", "SELECT ?x { ?x a lsp:Funder }", "lsp:Funder", "infer=off"),
    S("only-inferred", "SELECT ?x { ?x a lsp:IndustryAgreement }", "infer=off"),
    S("only-inferred", "SELECT ?f ?a { ?f lsp:amount ?a }", "lsp:totalAmount", "infer=off"),
    S("only-inferred", "SELECT ?o ?f { ?o lsp:funds ?f }", "infer=off"),
    S("narrower-classes", "SELECT ?x { ?x a lsp:Funding }", "lsp:Investment (3)", "lsp:Grant (2)"),
    S("narrower-classes", "SELECT ?x { ?x a org:Organization }", "leaves out", "lsp:OrganisationGroup"),
    S("narrower-classes", "SELECT ?x { ?x a lsp:Event }", "lsp:Visit (1)"),
    S("narrower-classes", "SELECT ?x { ?x a lsp:Company }", "lsp:SpinOut (1)"),
    S("narrower-classes", "SELECT ?x { ?x a lsp:Claim }", "lsp:Impact (17)"),
    S("narrower-classes", "SELECT (COUNT(?x) AS ?n) { ?x a lsp:Company }", "lsp:SpinOut (1)"),
    S("narrower-classes", "SELECT ?x ?l { ?x a skos:Concept ; rdfs:label ?l }", "lsp:ListTerm"),
    S("narrower-classes", "SELECT ?x { ?x rdf:type lsp:ResearchCentre }", "lsp:BiomedicalResearchCentre (2)"),
]

SPELLING = [
    C("unknown-property", "SELECT ?x { ?x lsp:reigon ?r }", "lsp:region"),
    C("unknown-property", "SELECT ?x { ?x lsp:signdOn ?d }", "lsp:signedOn"),
    C("unknown-property", "SELECT ?x { ?x lsp:Party ?d }", "lsp:party"),
    C("unknown-property", "SELECT ?x { ?x lsp:total_amount ?d }", "lsp:totalAmount"),
    C("unknown-property", "SELECT ?x { ?x lsp:hasTheme ?d }", "There is no property lsp:hasTheme"),
    C("unknown-property", "SELECT ?x { ?x lsp:funderr/rdfs:label ?d }", "lsp:funder"),
    C("unknown-property", "SELECT ?x { ?x lsp:recipent+ ?d }", "lsp:recipient"),
    C(
        "unknown-property",
        "SELECT ?x ?d { ?x a lsp:Funding OPTIONAL { ?x lsp:durationYears ?d } }",
        "lsp:durationInYears",
    ),
    C("unknown-property", "SELECT ?x { ?x lsp:party|lsp:partner ?d }", "lsp:partner"),
    C("unknown-property", "SELECT ?x { { ?x lsp:partty ?d } UNION { ?x lsp:leadr ?d } }", "lsp:party", "lsp:leader"),
    C("unknown-property", "SELECT ?x { ?x skos:preflabel ?d }", "no property skos:preflabel"),
    C("unknown-property", "SELECT ?x { ?x rdfs:lable ?d }", "rdfs:label"),
    C("unknown-property", "ASK { ?x lsp:sinedOn ?d }", "lsp:signedOn"),
    C("unknown-property", "CONSTRUCT { ?x rdfs:label ?d } WHERE { ?x lsp:labell ?d }", "no property lsp:labell"),
    C("unknown-property", "SELECT (SUM(?v) AS ?s) { ?x lsp:totalInPound ?v }", "lsp:totalInPounds"),
    C("unknown-class", "SELECT ?x { ?x a lsp:Agrement }", "lsp:Agreement"),
    C("unknown-class", "SELECT ?x { ?x a lsp:NhsTrust }", "lsp:NHSTrust"),
    C("unknown-class", "SELECT ?x { ?x a lsp:Universty }", "lsp:University"),
    C("property-as-class", "SELECT ?x { ?x a lsp:region ; rdfs:label ?l }", "lsp:region"),
    C("unknown-class", "SELECT ?x { ?x a lsp:Spinout }", "lsp:SpinOut"),
    C("unknown-class", "SELECT ?x { ?x a/rdfs:subClassOf* lsp:Organisation }", "There is no class lsp:Organisation"),
    C("unknown-class", "SELECT ?x { ?x a lsp:MoU }", "There is no class lsp:MoU"),
    C("unknown-class", "SELECT ?x { ?x a schema:Grant }", "lsp:Grant"),
    C("unknown-class", "SELECT ?x { ?x a org:Organisation }", "org:Organization"),
    C("class-as-property", "SELECT ?x { ?x lsp:Funding ?y }", "lsp:Funding is a class"),
    C("property-as-class", "SELECT ?x { ?x a lsp:funder }", "lsp:funder is a property"),
    C("not-on-class", "SELECT ?x ?n { ?x foaf:name ?n . ?x a foaf:Person }", "Use rdfs:label"),
    C("unknown-property", "SELECT ?x { ?x schema:name ?n }", "schema:name"),
    C("unused-property", "SELECT ?x { ?x lsp:countedIn ?n }", "no statement uses it"),
    C("unknown-class", "SELECT ?x { ?x a lsp:Hospital }", "There is no class lsp:Hospital"),
]

NAMESPACES = [
    C("other-namespace", "PREFIX schema: <http://schema.org/> SELECT ?v { ?x schema:value ?v }", "https://schema.org/"),
    C("other-namespace", "PREFIX s: <http://schema.org/> SELECT ?v { ?x s:currency ?v }", "https://schema.org/"),
    C(
        "other-namespace",
        "PREFIX skos: <https://www.w3.org/2004/02/skos/core#> SELECT ?v { ?x skos:altLabel ?v }",
        "http://www.w3.org/2004/02/skos/core#",
    ),
    C(
        "other-namespace",
        "PREFIX lsp: <https://example.org/lsp#> SELECT ?v { ?x lsp:party ?v }",
        "https://w3id.org/lifescience-partnerships/ns#",
    ),
    C(
        "other-namespace",
        "PREFIX lsp: <http://w3id.org/lifescience-partnerships/ns#> SELECT ?v { ?x lsp:party ?v }",
        "https://w3id.org/lifescience-partnerships/ns#",
    ),
    C(
        "other-namespace",
        "PREFIX lsp: <https://w3id.org/lifescience-partnerships/ns/> SELECT ?v { ?x a lsp:Region }",
        "https://w3id.org/lifescience-partnerships/ns#",
    ),
    C(
        "other-namespace",
        "PREFIX foaf: <https://xmlns.com/foaf/0.1/> SELECT ?v { ?v a foaf:Person }",
        "http://xmlns.com/foaf/0.1/",
    ),
    C(
        "other-namespace",
        "PREFIX org: <http://www.w3.org/ns/org/> SELECT ?v { ?x org:unitOf ?v }",
        "http://www.w3.org/ns/org#",
    ),
    C("other-namespace", "SELECT ?v { ?x <http://schema.org/value> ?v }", "https://schema.org/"),
    C(
        "other-namespace",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema> SELECT ?v { ?x rdfs:label ?v }",
        "http://www.w3.org/2000/01/rdf-schema#",
    ),
    C(
        "other-namespace",
        "PREFIX dcterms: <http://purl.org/dc/elements/1.1/> SELECT ?v { ?x dcterms:source ?v }",
        "http://purl.org/dc/terms/",
    ),
    C(
        "other-namespace",
        "PREFIX id: <http://w3id.org/lifescience-partnerships/id/> SELECT ?v { id:oxford ?p ?v }",
        "https://w3id.org/lifescience-partnerships/id/",
    ),
]

THINGS = [
    C("unknown-thing", "SELECT ?v { id:oxford-university ?p ?v }", "id:university-of-oxford"),
    C("unknown-thing", "SELECT ?v { id:univeristy-of-oxford ?p ?v }", "id:university-of-oxford"),
    C("unknown-thing", "SELECT ?v { ?v lsp:region id:midland }", "id:midlands"),
    C("unknown-thing", "SELECT ?v { ?v lsp:funder id:cruk }", "id:cancer-research-uk"),
    C("unknown-thing", "SELECT ?v { ?v lsp:funder id:novonordisk }", "id:novo-nordisk"),
    C("unknown-thing", "SELECT ?v { ?v lsp:party id:wellcome-trust }", "id:wellcome"),
    C("unknown-thing", "DESCRIBE id:oxford-univercity", "id:university-of-oxford"),
    C("unknown-thing", "SELECT ?v { VALUES ?r { id:midland } ?v lsp:region ?r }", "id:midlands"),
    C("unknown-thing", "SELECT ?v { BIND (id:oxfrod AS ?r) ?v lsp:region ?r }", "id:oxford"),
    C("unknown-thing", "SELECT ?v { ?v lsp:region ?r FILTER (?r = id:oxfrod) }", "id:oxford"),
    C("unknown-thing", "SELECT ?v { ?v lsp:region ?r FILTER (?r IN (id:oxfrod)) }", "id:oxford"),
    C("unknown-thing", "SELECT ?v { ?v skos:broader* id:cronic-disease . ?x lsp:theme ?v }", "id:chronic-disease"),
    C("unknown-thing", "ASK { id:oxford-novo-nordisk-aliance lsp:party ?p }", "id:oxford-novo-nordisk-alliance"),
    C("unknown-thing", "CONSTRUCT WHERE { id:oxford-ahsns ?p ?o }", "id:oxford-ahsn"),
    C(
        "unknown-thing",
        "SELECT ?v { ?v lsp:region <https://w3id.org/lifescience-partnerships/id/Oxford> }",
        "id:oxford",
    ),
    C("unknown-thing", "SELECT (COUNT(*) AS ?n) { ?v lsp:region id:oxfrod }", "id:oxford"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:region "Oxford" }', "things (IRIs)", "id:oxford"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:region "Oxfordshire"@en }', "id:oxfordshire"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:funder "Novo Nordisk" }', "id:novo-nordisk"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:party "university of oxford" }', "id:university-of-oxford"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:region ?r FILTER (?r = "Oxford") }', "id:oxford"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:region ?r FILTER CONTAINS(?r, "oxford") }', "CONTAINS needs a string"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:region ?r FILTER REGEX(?r, "oxford", "i") }', "REGEX needs a string"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:certainty "stated" }', "things (IRIs)"),
    C("string-for-thing", 'SELECT ?x { ?x lsp:theme "Diabetes" }', "id:"),
    C("thing-for-literal", "SELECT ?x { ?x lsp:asStated id:oxford }", "literals, not things"),
    C("thing-for-literal", "SELECT ?x { ?x schema:currency id:novo-nordisk }", "literals, not things", '"'),
    C("thing-for-literal", "SELECT ?x { ?x rdfs:label id:oxford }", "literals, not things"),
]

DIRECTIONS = [
    C("other-way-round", "SELECT ?x { id:midlands lsp:region ?x }", "?x lsp:region id:midlands"),
    C("other-way-round", "SELECT ?x { id:university-of-oxford lsp:party ?x }", "?x lsp:party id:university-of-oxford"),
    C("other-way-round", "SELECT ?x { id:novo-nordisk lsp:funder ?x }", "?x lsp:funder id:novo-nordisk"),
    C(
        "other-way-round",
        "SELECT ?x { ?x lsp:funder id:novo-nordisk-investment }",
        "id:novo-nordisk-investment lsp:funder ?x",
    ),
    C(
        "other-way-round",
        "ASK { id:university-of-oxford lsp:party id:oxford-novo-nordisk-alliance }",
        "id:oxford-novo-nordisk-alliance lsp:party id:university-of-oxford",
    ),
    C("other-way-round", "SELECT ?x { id:oxford-novo-nordisk-alliance ^lsp:party ?x }", "other way round"),
    C("other-way-round", "SELECT ?e { id:oxford-novo-nordisk-alliance lsp:about ?e }", "?e lsp:about"),
    C("not-on-class", "SELECT ?x { ?x a lsp:University ; lsp:party ?y }", "other way round", "?y lsp:party ?x"),
    C("not-on-class", "SELECT ?x { ?x a lsp:Region ; lsp:region ?y }", "?y lsp:region ?x"),
    C("other-way-round", "SELECT ?x { ?x lsp:totalAmount ?a . ?v schema:value ?a }", "other way round"),
]

PLACES = [
    C("not-on-class", "SELECT ?x { ?x a lsp:Region ; lsp:totalAmount ?a }", "lsp:totalAmount is on", "lsp:Funding"),
    C("unknown-property", "SELECT ?x { ?x a foaf:Person ; org:memberOf ?o }", "org:memberOf"),
    C("not-on-class", "SELECT ?x { ?x a lsp:StrategicAlliance ; lsp:totalAmount ?a }", "lsp:underAgreement"),
    C("not-on-class", "SELECT ?x { ?x a foaf:Person ; lsp:post ?a }", "org:Membership", "?x org:hasMembership ?n"),
    C("not-on-class", "SELECT ?x { ?x a foaf:Person ; org:organization ?a }", "org:hasMembership"),
    C("not-on-class", "SELECT ?x { ?x a lsp:SourceDocument ; lsp:phrase ?a }", "lsp:phrase is on lsp:Evidence"),
    C("not-on-class", "SELECT ?x { ?x a lsp:University ; schema:value ?a }", "schema:MonetaryAmount"),
    C(
        "not-on-class",
        "SELECT ?x { ?x a lsp:StrategicAlliance ; lsp:signedOn ?a }",
        "lsp:signedOn is on lsp:JointWorkingAgreement (1)",
    ),
    C(
        "not-on-class",
        "SELECT ?x { ?x a/rdfs:subClassOf* lsp:Agreement ; schema:currency ?a }",
        "schema:currency is on",
    ),
    C("never-together", "SELECT ?x { ?x lsp:party ?p ; lsp:funder ?f }", "No thing matches both"),
    C("never-together", "SELECT ?x { ?x lsp:signatory ?p ; lsp:party ?f }", "lsp:signature"),
    C(
        "never-together",
        "SELECT ?v { ?f lsp:funder ?a . ?a schema:value ?v }",
        "No value of lsp:funder has schema:value",
    ),
    C("literal-as-subject", "SELECT ?v { ?f schema:currency ?a . ?a rdfs:label ?v }", "a literal has no rdfs:label"),
    C("literal-as-subject", "SELECT ?v { ?f lsp:totalInPounds/schema:value ?v }", "literals", "schema:value"),
    C("one-step-too-far", "SELECT ?v { ?f lsp:totalAmount ?a . ?a lsp:funder ?v }", "?f lsp:funder ?v"),
    C("never-together", "SELECT ?v { ?f lsp:funder/lsp:signature ?v }", "lsp:signature"),
    C(
        "not-on-class",
        "SELECT ?p { id:oxford-novo-nordisk-alliance lsp:party ?p . ?p a lsp:Charity }",
        "the values of lsp:party here are lsp:Company (1)",
    ),
    C(
        "never-together",
        'SELECT ?x { ?a lsp:region ?x . ?x rdfs:label "University of Oxford"@en }',
        "University of Oxford",
    ),
    C(
        "never-together",
        "SELECT ?x { ?x lsp:region id:midlands ; lsp:funder id:novo-nordisk }",
        "No thing matches both",
    ),
    C("never-together", "SELECT ?x { ?x lsp:party id:stfc , id:novo-nordisk }", "No thing matches both"),
    C(
        "never-together",
        "SELECT ?x { ?x lsp:theme ?t . ?x lsp:party id:stfc . ?t skos:broader id:chronic-disease }",
        "No thing matches both",
    ),
    C(
        "no-such-value",
        'SELECT ?f { ?f lsp:totalAmount [ schema:currency "EUR" ; schema:value ?v ] }',
        "schema:currency",
    ),
]

LITERALS = [
    C("language-tag", 'SELECT ?x { ?x rdfs:label "University of Oxford" }', '"University of Oxford"@en'),
    C("language-tag", 'SELECT ?x { ?x rdfs:label "Novo Nordisk" }', '"Novo Nordisk"@en'),
    C("language-tag", 'SELECT ?x { ?x schema:currency "GBP"@en }', '"GBP"', "no language tag"),
    C("other-language", 'SELECT ?x { ?x rdfs:label "University of Oxford"@de }', "@en"),
    C("other-language", 'SELECT ?x { ?x rdfs:label "University of Oxford"@en-GB }', "@en"),
    C("other-case", 'SELECT ?x { ?x schema:currency "gbp" }', '"GBP"'),
    C("other-case", 'SELECT ?x { ?x rdfs:label "university of oxford"@en }', '"University of Oxford"@en'),
    C("other-case", 'SELECT ?x { ?x rdfs:label "UNIVERSITY OF OXFORD" }', '"University of Oxford"@en'),
    C("other-spelling", 'SELECT ?x { ?x rdfs:label "Oxford University"@en }', '"University of Oxford"@en'),
    C("other-spelling", 'SELECT ?x { ?x rdfs:label "Univeristy of Oxford"@en }', '"University of Oxford"@en'),
    C("other-spelling", 'SELECT ?x { ?x rdfs:label ?l FILTER CONTAINS(?l, "Oxfird") }', 'Write "Oxford".'),
    C("other-spelling", 'SELECT ?x { ?x rdfs:label ?l FILTER REGEX(?l, "oxfird", "i") }', 'Write "Oxford".'),
    C("other-spelling", 'SELECT ?x { ?x rdfs:label ?l FILTER CONTAINS(LCASE(?l), "oxfird") }', 'Write "oxford".'),
    C("no-such-value", 'SELECT ?p { ?p a foaf:Person ; rdfs:label "Zzyzx Qwerty"@en }', '"Dave Waller"@en'),
    C("unknown-property", "SELECT ?x { ?x org:memberOf ?o }", "Did you mean org:hasMembership"),
    C("no-such-value", 'SELECT ?x { ?x schema:currency "EUR" }', '"GBP"', '"DKK"'),
    C("other-datatype", "SELECT ?x { ?x lsp:signedOn 2013 }", '"2013"^^xsd:gYear'),
    C("other-datatype", 'SELECT ?x { ?x lsp:signedOn "2013" }', '"2013"^^xsd:gYear'),
    C("other-datatype", 'SELECT ?x { ?x lsp:signedOn "2013-01-01"^^xsd:date }', '"2013"^^xsd:gYear'),
    C("other-datatype", 'SELECT ?x { ?x lsp:paragraph "13" }', "Write 13"),
    C("other-datatype", 'SELECT ?x { ?x schema:value "115000000" }', "115000000"),
    C("other-datatype", 'SELECT ?x { ?x lsp:notAfter "2026-02-24" }', '"2026-02-24"^^xsd:date'),
    C("other-property", 'SELECT ?x { ?x lsp:formerName "University of Oxford" }', "rdfs:label"),
    C(
        "language-tag",
        'SELECT ?x { VALUES ?l { "University of Oxford" } ?x rdfs:label ?l }',
        '"University of Oxford"@en',
    ),
    C(
        "language-tag",
        'SELECT ?x { ?x rdfs:label ?l FILTER (?l = "University of Oxford") }',
        '"University of Oxford"@en',
    ),
    C("language-tag", 'SELECT ?x { BIND ("Oxford" AS ?l) ?x rdfs:label ?l }', '"Oxford"@en'),
    C("other-case", 'SELECT ?x { ?x lsp:honorific "professor" }', '"Professor"'),
    C("no-such-value", "SELECT ?x { ?x lsp:durationInYears 99 }", "there are"),
    C("other-datatype", 'SELECT ?x { ?x lsp:establishedOn "2017"^^xsd:date }', '"2017"^^xsd:gYear'),
]

FILTERS = [
    C(
        "never-true",
        'SELECT ?x { ?x lsp:establishedOn ?d FILTER (?d >= "2010-01-01"^^xsd:date) }',
        "xsd:gYear",
        "STR(?d)",
    ),
    C("never-true", "SELECT ?x { ?x lsp:establishedOn ?d FILTER (?d >= 2010) }", "xsd:gYear", "STR(?d)"),
    C("never-true", 'SELECT ?x { ?x lsp:signedOn ?d FILTER (?d < "2020") }', "xsd:gYear"),
    C("never-true", 'SELECT ?x { ?x schema:value ?v FILTER (?v > "1000") }', "is never true"),
    C("never-true", "SELECT ?x { ?x lsp:establishedOn ?d FILTER (2010 < ?d) }", "xsd:gYear"),
    C("never-true", "SELECT ?x { ?x rdfs:label ?d FILTER (?d > 5) }", "is never true"),
    C("out-of-range", "SELECT ?x { ?x schema:value ?v FILTER (?v > 99000000000) }", "No value of ?v is >"),
    C("out-of-range", 'SELECT ?x { ?x lsp:establishedOn ?d FILTER (?d > "2100"^^xsd:gYear) }', "No value of ?d is >"),
    C("unbound-variable", "SELECT ?x { ?x lsp:region ?r FILTER (?reg = id:oxford) }", "FILTER uses ?reg"),
    C("unbound-variable", "SELECT ?x { ?x schema:value ?value FILTER (?Value > 5) }", "Did you mean ?value?"),
    C("unbound-variable", "SELECT ?x ?lable { ?x rdfs:label ?label }", "Did you mean ?label?"),
    C("unbound-variable", 'SELECT ?x { ?x rdfs:label ?l FILTER (LANG(?lab) = "en") }', "?lab"),
    C("unbound-variable", "SELECT ?kind (COUNT(?agreement) AS ?n) { ?a a ?kind } GROUP BY ?kind", "?agreement"),
    C("unbound-variable", "SELECT ?x { ?x rdfs:label ?l } ORDER BY ?name", "?name"),
    C("unbound-variable", "SELECT ?x ?y { ?x lsp:totalInPounds ?p BIND (?pounds * 2 AS ?y) }", "?pounds"),
    C("other-case", 'SELECT ?x { ?x rdfs:label ?l FILTER CONTAINS(?l, "UNIVERSITY OF") }', "LCASE(STR(?l))"),
    C("other-case", 'SELECT ?x { ?x rdfs:label ?l FILTER CONTAINS(LCASE(?l), "Oxford") }', 'Write "oxford"'),
    C("other-case", 'SELECT ?x { ?x rdfs:label ?l FILTER STRSTARTS(STR(?l), "UNIversity of") }', "capitals"),
    C("other-case", 'SELECT ?x { ?x rdfs:label ?l FILTER REGEX(?l, "UNIVERSITY OF") }', "capitals"),
    C("other-case", 'SELECT ?x { ?x schema:currency ?c FILTER (?c = "gbp") }', '"GBP"'),
    C("other-language", 'SELECT ?x { ?x rdfs:label ?l FILTER (LANG(?l) = "fr") }', "languages are"),
    C("other-language", 'SELECT ?x { ?x rdfs:label ?l FILTER (LANG(?l) = "EN") }', '"en"'),
    C("no-such-value", "SELECT ?x { ?x lsp:region ?r FILTER (?r = id:novo-nordisk) }", "?r is never id:novo-nordisk"),
    C("no-such-value", 'SELECT ?x { ?x schema:currency ?c FILTER (?c = "EUR") }', "?c is never"),
    C(
        "never-true",
        'SELECT ?x { ?x schema:value ?v FILTER CONTAINS(?v, "115") }',
        "CONTAINS needs a string",
        "STR(?v)",
    ),
    C("never-true", 'SELECT ?x { ?x lsp:signedOn ?v FILTER STRSTARTS(?v, "2013") }', "STR(?v)"),
    C(
        "filter-removes-all",
        "SELECT ?x { ?x lsp:party ?p FILTER NOT EXISTS { ?x a ?c } }",
        "FILTER NOT EXISTS removes every row",
    ),
    C("filter-removes-all", "SELECT ?x { ?x lsp:party ?p MINUS { ?x a ?c } }", "MINUS removes every row"),
    C(
        "filters-together",
        "SELECT ?x { ?x schema:value ?v FILTER (?v > 500000000) FILTER (?v < 1000) }",
        "together remove every row",
    ),
    C(
        "filter-removes-all",
        "SELECT ?x { ?x schema:value ?v FILTER (?v > 500000000 && ?v < 1000) }",
        "removes every row",
    ),
    C("language-tag", 'SELECT ?x { ?x rdfs:label ?l FILTER (?l IN ("University of Oxford", "Oxford")) }', "@en"),
    C("never-true", 'SELECT ?x { ?x rdfs:label ?l FILTER (STR(?l) = "Oxford"@en) }', "plain string"),
    C("thing-for-literal", "SELECT ?x { ?x schema:currency ?c FILTER (?c = id:oxford) }", "literals"),
]

GRAPHS = [
    C("unknown-graph", "SELECT ?x FROM <https://example.org/none> { ?x lsp:party ?p }", "There is no graph"),
    C(
        "unknown-graph",
        "SELECT ?x FROM NAMED <https://example.org/none> { GRAPH ?g { ?x lsp:party ?p } }",
        "There is no graph",
    ),
    C("unknown-graph", "SELECT ?x { GRAPH <https://example.org/none> { ?x lsp:party ?p } }", "There is no graph"),
    C(
        "unknown-graph",
        "SELECT ?x { GRAPH <https://w3id.org/lifescience-partnerships/graph/data/regions/oxfrod> { ?x ?y ?p } }",
        "graph/data/regions/oxford",
    ),
    C(
        "other-graph",
        "SELECT ?x { GRAPH <https://w3id.org/lifescience-partnerships/graph/data/regions/oxford> { ?x lsp:funder ?p} }",
        "no match in the graph",
        "graph/data/funding/",
    ),
    C("different-graphs", "SELECT ?x { GRAPH ?g { ?f lsp:funder ?x . ?x lsp:registeredSeat ?s } }", "No single graph"),
    C("different-graphs", "SELECT ?x { GRAPH ?g { ?x lsp:party ?p . ?p rdfs:label ?l } }", "No single graph"),
    C("unknown-graph", "SELECT ?x { { SELECT ?x { GRAPH <urn:none> { ?x ?y ?p } } } }", "<urn:none>"),
]

STATED = [
    C(
        "not-stated",
        "SELECT ?d { id:liverpool-oxford-mou lsp:signedOn ?d }",
        "no lsp:signedOn of id:liverpool-oxford-mou",
        "lsp:notAfter",
    ),
    C("not-stated", "SELECT ?d { id:life-sciences-sector-deal lsp:party ?d }", "lsp:issuedBy"),
    C("not-stated", "SELECT ?d { id:wellcome-circadian-research-support lsp:totalAmount ?d }", "They state of it"),
    C("other-value", "SELECT ?d { ?d lsp:party id:wellcome }", "is a value of", "lsp:funder"),
    C(
        "other-value",
        "ASK { id:oxford-novo-nordisk-alliance lsp:party id:stfc }",
        "lsp:party of id:oxford-novo-nordisk-alliance is",
    ),
    C("other-class", "ASK { id:novo-nordisk a lsp:University }", "it is lsp:Company"),
    C("limit-zero", "SELECT ?x { ?x lsp:party ?p } LIMIT 0", "LIMIT 0"),
    C("offset-too-far", "SELECT ?x { ?x lsp:party ?p } OFFSET 5000", "OFFSET 5000"),
    C(
        "having-removes-all",
        "SELECT ?x (COUNT(?p) AS ?n) { ?x lsp:party ?p } GROUP BY ?x HAVING (COUNT(?p) > 100)",
        "HAVING",
    ),
    C("comment-in-name", "SELECT ?v { id:novo-nordisk-investment#total schema:value ?v\n ?p ?v }", "begins a comment"),
    C("comment-in-name", "SELECT ?v { ?f lsp:totalAmount id:novo-nordisk-investment#total\n }", "begins a comment"),
    C("unknown-property", "SELECT ?d { { SELECT ?d { ?x lsp:signdOn ?d } } }", "lsp:signedOn"),
    C("unknown-property", "SELECT ?d { ?x a lsp:Region . { { ?x lsp:reigon ?d } } }", "lsp:region"),
]

NUMBERS = [
    C("mixed-units", "SELECT (SUM(?v) AS ?s) { ?f lsp:totalAmount ?a . ?a schema:value ?v }", '"DKK"', '"GBP"'),
    C("mixed-units", "SELECT (SUM(?v) AS ?s) { ?f lsp:totalAmount/schema:value ?v }", '"DKK"'),
    C("mixed-units", "SELECT (SUM(?v) AS ?s) { ?f lsp:totalAmount [ schema:value ?v ] }", '"DKK"'),
    C("mixed-units", "SELECT (SUM(?v) AS ?s) { ?a schema:value ?v }", '"DKK"', "id:quantity-"),
    C("mixed-units", "SELECT (AVG(?v) AS ?s) { ?f lsp:totalAmount/schema:value ?v }", '"DKK"'),
    C("mixed-units", "SELECT (MAX(?v) AS ?s) { ?a schema:value ?v }", "mixes"),
    C(
        "mixed-units",
        "SELECT ?r (SUM(?v) AS ?s) { ?f lsp:region ?r ; lsp:totalAmount/schema:value ?v } GROUP BY ?r",
        "id:oxford",
    ),
    C("mixed-sorts", 'SELECT (SUM(?v) AS ?s) { ?a schema:value ?v ; schema:currency "GBP" }', "lsp:annualAmount"),
    C(
        "mixed-sorts",
        'SELECT (SUM(?v) AS ?s) { ?f lsp:totalAmount|lsp:annualAmount ?a . ?a schema:value ?v; schema:currency "GBP" }',
        "lsp:annualAmount",
        "lsp:totalAmount",
    ),
    C(
        "counted-twice",
        'SELECT (SUM(?v) AS ?s) { ?f lsp:funder ?x ; lsp:totalAmount ?a . ?a schema:value ?v ; schema:currency "GBP" }',
        "?x",
        "SELECT DISTINCT",
    ),
    C(
        "counted-twice",
        'SELECT (SUM(?v) AS ?s) { ?f lsp:recipient ?x; lsp:totalAmount ?a. ?a schema:value ?v; schema:currency "GBP" }',
        "?x",
    ),
    C("counted-twice", "SELECT (SUM(?v) AS ?s) { ?f lsp:totalInPounds ?v ; lsp:recipient ?x }", "?x"),
    C("counted-twice", "SELECT (AVG(?v) AS ?s) { ?f lsp:totalInPounds ?v ; lsp:region ?x }", "?x"),
    C(
        "shared-between-groups",
        "SELECT ?x (SUM(?v) AS ?s) { ?f lsp:totalInPounds ?v ; lsp:recipient ?x } GROUP BY ?x",
        "several groups of ?x",
    ),
    C(
        "shared-between-groups",
        "SELECT ?x (SUM(?v) AS ?s) { ?f lsp:totalInPounds ?v ; lsp:region ?x } GROUP BY ?x",
        "overlap",
    ),
    C("sum-of-things", "SELECT (SUM(?a) AS ?s) { ?f lsp:totalAmount ?a }", "schema:value"),
    C("sum-of-strings", "SELECT (SUM(?a) AS ?s) { ?x lsp:asStated ?a }", "not a number"),
    C("counted-twice", "SELECT (COUNT(?x) AS ?n) { ?x lsp:party ?p }", "COUNT(DISTINCT ?x)"),
    C("counted-twice", "SELECT (COUNT(?e) AS ?n) { ?e lsp:about ?x ; lsp:supports ?p }", "COUNT(DISTINCT ?e)"),
    C(
        "mixed-datatypes",
        "SELECT (MIN(?d) AS ?m) { ?x lsp:publishedOn|lsp:establishedOn|lsp:publishedOnDay ?d }",
        "no common order",
    ),
    C("mixed-datatypes", "SELECT (MAX(?d) AS ?m) { ?x lsp:signedOn|lsp:notAfter ?d }", "no common order"),
    C(
        "mixed-datatypes",
        "SELECT (MIN(?d) AS ?m) { ?x ?p ?d FILTER(?p IN (lsp:publishedOn, lsp:publishedOnDay)) }",
        "no common order",
    ),
    C("sum-of-strings", "SELECT (SUM(?v) AS ?s) { ?x ?p ?v VALUES ?p { lsp:asStated } }", "not a number"),
    C(
        "equal-values",
        'SELECT (SUM(DISTINCT ?v) AS ?s) { ?a schema:value ?v ; schema:currency "GBP" }',
        "counts equal amounts only once",
    ),
]

ROWS = [
    C("cross-product", "SELECT ?x ?y { ?x a lsp:Region . ?y a lsp:University }", "share no variable"),
    C("cross-product", "SELECT ?x ?l { ?x lsp:party ?p . ?y rdfs:label ?l }", "share no variable"),
    C("cross-product", "SELECT (COUNT(*) AS ?n) { ?x lsp:party ?p . ?f lsp:funder ?g }", "share no variable"),
    C("repeated-rows", "SELECT ?x { ?x lsp:party ?p }", "SELECT DISTINCT", "?p"),
    C("repeated-rows", "SELECT ?p { ?x lsp:party ?p }", "?x"),
    C("repeated-rows", "SELECT ?x ?l { ?x rdfs:label ?l . ?e lsp:about ?x }", "?e"),
    C("values-crossed", "SELECT ?x ?t ?p { ?x lsp:theme ?t ; lsp:party ?p }", "each"),
    C("values-crossed", "SELECT ?x ?d ?w { ?x lsp:party ?d . ?e lsp:about ?x ; lsp:phrase ?w }", "each"),
]

WORDS = [
    C("unknown-class", "SELECT ?x { ?x a lsp:Organisations }", "Did you mean org:Organization"),
    C("unknown-property", "SELECT ?x { ?x lsp:fundedBy ?y }", "lsp:funder or lsp:funds"),
    C("unknown-property", "SELECT ?x { ?x lsp:parties ?y }", "Did you mean lsp:party"),
    C("unknown-property", "SELECT ?x { ?x lsp:dateSigned ?y }", "lsp:signedOn"),
    C("unknown-property", "SELECT ?x { ?x lsp:partOf ?y }", "dcterms:isPartOf"),
    C("other-datatype", "SELECT ?m { ?m schema:value '£100m' }", "Write 100000000."),
    C("no-such-value", "SELECT ?m { ?m schema:currency '£' }", 'there are "GBP"'),
    C("not-on-class", "SELECT ?f { ?f a lsp:Funding ; schema:value ?v }", "?f lsp:totalAmount ?n"),
    C("other-case", "SELECT ?l { ?a rdfs:label ?l FILTER(REGEX(?l, '^liverpool')) }", '"^liverpool", "i"'),
    C("string-for-thing", "SELECT ?f { ?f lsp:funder ?x FILTER(STR(?x) = 'id:nihr') }", "Write ?x = id:nihr."),
    C("string-for-thing", "SELECT ?f { ?f lsp:funder 'id:nihr' }", "Write id:nihr without quotes."),
    C("unbound-variable", "SELECT ?a { ?a a lsp:Agreement FILTER(BOUND(?date)) }", "?date"),
    C("values-crossed", "SELECT (COUNT(*) AS ?n) { ?a lsp:party ?p ; lsp:theme ?t }", "COUNT(DISTINCT ?a)"),
]

READ_BLIND = [
    C("counted-twice", "SELECT (COUNT(?p) AS ?n) { ?a a lsp:Agreement ; lsp:party ?p ; lsp:theme ?t }", "lsp:party ?p"),
    C(
        "shares-no-variable",
        "SELECT ?a { ?a a lsp:Agreement MINUS { ?b lsp:signedOn ?d } }",
        "removes nothing",
        "?b, ?d",
    ),
    C("shares-no-variable", "SELECT ?a { ?a a lsp:Agreement FILTER NOT EXISTS { ?b a lsp:Agreement } }", "for all"),
    C("string-for-thing", 'SELECT ?x { VALUES ?c { "University" } ?x a ?c }', "Write lsp:University."),
    C("two-classes", "SELECT ?x { ?x a lsp:StrategicAlliance , lsp:MemorandumOfUnderstanding }", "No thing is both"),
    C("no-such-value", 'SELECT ?f { ?f lsp:totalAmount [ schema:value "1000000" ] }', "there are"),
    C("no-such-value", 'SELECT ?f { ?f lsp:durationInYears "5" }', "there are 10."),
    C("no-such-value", 'SELECT ?r { ?r a lsp:Region ; rdfs:label "The North"@en }', "id:northern-england"),
    C("never-true", "SELECT ?x { ?x lsp:signedOn ?d FILTER (?d = 2018) }", "xsd:gYear", 'STR(?d) = "2018"'),
    C("never-true", "SELECT ?x { ?x lsp:signedOn ?d FILTER (xsd:integer(?d) > 2010) }", "xsd:integer(?d) has no value"),
    C("not-on-class", "SELECT ?a ?r { ?a a lsp:Agreement OPTIONAL { ?a lsp:funder ?r } }", "OPTIONAL matches no row"),
    C(
        "not-on-class",
        "SELECT ?x { { ?x a lsp:University ; lsp:party ?y } UNION { ?x a lsp:Company } }",
        "part of UNION",
    ),
    C("unknown-iri", "SELECT ?x { ?x skos:exactMatch <http://ror.org/052gg0110> }", "<https://ror.org/052gg0110>"),
    C("unknown-property", "SELECT ?x { ?x owl:sameAs <https://ror.org/052gg0110> }", "skos:exactMatch"),
    C("unknown-property", "SELECT ?x { ?x lsp:evidence ?e }", "There is a class lsp:Evidence"),
    C(
        "amount-and-equivalent",
        "SELECT (SUM(?v) AS ?s) {"
        " { ?f lsp:totalAmount/schema:value ?v } UNION { ?f lsp:equivalentAmount/schema:value ?v } }",
        "id:novo-nordisk-investment twice",
    ),
    C(
        "left-out-of-groups",
        "SELECT ?g (SUM(?v) AS ?s) { ?f lsp:totalAmount ?t ; lsp:region ?g . ?t schema:value ?v } GROUP BY ?g",
        "?f lsp:region ?g has no match",
    ),
]
"""Kinds that someone met who wrote queries with nothing but the ontology at hand."""

AGREEMENTS = [
    *WORDS,
    *READ_BLIND,
    *MEMBERS,
    *SPELLING,
    *NAMESPACES,
    *THINGS,
    *DIRECTIONS,
    *PLACES,
    *LITERALS,
    *FILTERS,
    *GRAPHS,
    *STATED,
    *NUMBERS,
    *ROWS,
]
"""Over the publication of this repository."""

LIGHTS = [
    C("unknown-property", "SELECT ?x { ?x light:standOn ?y }", "light:standsOn"),
    C("unknown-class", "SELECT ?x { ?x a light:Lighthous }", "light:Lighthouse"),
    C("other-way-round", "SELECT ?x { id:brannoc-bay light:standsOn ?x }", "?x light:standsOn id:brannoc-bay"),
    C("string-for-thing", 'SELECT ?x { ?x light:standsOn "Outer Coast" }', "id:outer-coast"),
    C("language-tag", 'SELECT ?x { ?x rdfs:label "Tom Oakley" }', '"Tom Oakley"@en'),
    C("language-tag", 'SELECT ?x { ?x rdfs:label "Inês Morvan"@en }', "no language tag"),
    C("other-datatype", "SELECT ?x { ?x light:firstLit 1902 }", '"1902"^^xsd:gYear'),
    C("no-such-value", "SELECT ?x { ?x light:metres 4.6 }", "light:metres"),
    C("unknown-thing", "SELECT ?x { id:north-hed ?p ?x }", "id:north-head"),
    C("not-on-class", "SELECT ?x { ?x a light:Lighthouse ; light:metres ?y }", "?x light:focalHeight ?n"),
    S("narrower-classes", "SELECT ?x { ?x a light:Structure }", "light:Lighthouse (1)"),
    C("not-stated", "SELECT ?x { id:skerry skos:altLabel ?x }", "They state of it"),
    C("sum-of-things", "SELECT (AVG(?h) AS ?m) { ?x light:focalHeight ?h }", "light:metres"),
    C("mixed-datatypes", "SELECT (MIN(?d) AS ?m) { ?x light:firstLit ?d }", "no common order"),
    C("counted-twice", "SELECT (SUM(?m) AS ?s) { ?x light:focalHeight/light:metres ?m ; light:keptBy ?k }", "?k"),
    C("unknown-graph", "SELECT ?x { GRAPH <https://example.org/lights/graph/data/light> { ?x ?y ?z } }", "no graph"),
    C("never-true", 'SELECT ?x { ?x light:firstLit ?d FILTER (?d > "1900-01-01"^^xsd:date) }', "STR(?d)"),
    C("unbound-variable", "SELECT ?x { ?x light:keptBy ?k FILTER (?keeper = id:tom-oakley) }", "?keeper"),
    C(
        "other-namespace",
        "PREFIX light: <http://example.org/lights/ns#> SELECT ?x { ?x light:page ?k }",
        "https://example.org/lights/ns#",
    ),
    C("never-together", "SELECT ?x { ?x light:sureness ?k ; light:partOf ?l }", "light:"),
    C("repeated-rows", "SELECT ?x { ?x light:keptBy ?k }", "SELECT DISTINCT"),
]
"""Over the lighthouses."""
