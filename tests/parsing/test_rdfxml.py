"""RDF/XML: what OWL editors write is read, what can cost or reach out is refused, faults have a line."""

from __future__ import annotations

import pytest
from texts import RDF, lines, only_fault, parse

from accord.errors import LimitError
from accord.parsing import Parsed, ParsingLimits

HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/">\n'


def read(body: str, before: str = "", **more: object) -> Parsed:
    return parse(f"{before}{HEAD}{body}</rdf:RDF>", "f.owl", **more)


def value_of(content: str, before: str = "") -> str:
    """The literal that this content of a property element gives."""
    parsed = read(f'<rdf:Description rdf:about="a"><e:p>{content}</e:p></rdf:Description>', before)
    assert parsed.faults == ()
    (quad,) = parsed.quads
    return str(quad.object.value)


def doctype(*declarations: str) -> str:
    return "<!DOCTYPE rdf:RDF [\n" + "\n".join(declarations) + "\n]>\n"


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ("a", "a"),
        ("a<![CDATA[<b> & ]]>c", "a<b> & c"),
        ("<![CDATA[b]]><![CDATA[c]]>", "bc"),
        ("a<!-- c\n -->b", "ab"),
        ("a<?target x?>b", "ab"),
        ("a\r\nb", "a\nb"),
        ("&lt;&amp;&#233;&#xE9;&quot;", '<&éé"'),
        (" \n ", " \n "),
        ("", ""),
    ],
)
def test_text_is_read_as_xml_says(content: str, value: str) -> None:
    assert value_of(content) == value


def test_simple_entities_are_expanded() -> None:
    before = '<?xml version="1.0"?>\n' + doctype(
        '  <!ENTITY e "http://e/" >', '<!-- it\'s a "comment" -->', "<!ENTITY q 'say \"x\" it&#39;s &amp;'>"
    )
    body = '<e:p rdf:resource="&e;b&#x41;"/>'
    parsed = read(f'<rdf:Description rdf:about="&e;a" e:q="&q;">{body}</rdf:Description>', before)
    assert parsed.faults == ()
    assert lines(parsed.quads) == [
        '<http://e/a> <http://e/q> "say \\"x\\" it\'s &"',
        "<http://e/a> <http://e/p> <http://e/bA>",
    ]
    assert value_of("&q;", before) == 'say "x" it\'s &'


def test_the_first_declaration_counts_and_predefined_entities_stay() -> None:
    before = doctype('<!ENTITY a "1">', '<!ENTITY a "2">', '<!ENTITY lt "&#38;#60;">', '<!ENTITY amp "x">')
    assert value_of("&a;&lt;&amp;", before) == "1<&"


def test_a_doctype_without_declarations_does_no_harm() -> None:
    assert value_of("x", "<!DOCTYPE rdf:RDF>") == "x"
    assert value_of("x", "<!DOCTYPE rdf:RDF [ ]>\n<!-- and a comment -->\n") == "x"


@pytest.mark.parametrize(
    ("before", "line", "words"),
    [
        (doctype('<!ENTITY a "x">', '<!ENTITY b "&a;&a;">'), 3, "b refers to another entity"),
        (doctype('<!ENTITY a "%p;">'), 2, "a refers to another entity"),
        (doctype('<!ENTITY % p "x">'), 2, "Entities of the DOCTYPE itself"),
        (doctype("%p;"), 2, "Entities of the DOCTYPE itself"),
        (doctype('<!ENTITY a SYSTEM "file:///etc/passwd">'), 2, "in another file, which is never opened"),
        (doctype('<!ENTITY a PUBLIC "x" "http://127.0.0.1/">'), 2, "in another file, which is never opened"),
        (doctype('<!ENTITY a "<b/>">'), 2, "a holds markup"),
        (doctype("<!ELEMENT a ANY>"), 2, "Declarations of elements"),
        (doctype('<!ATTLIST a b CDATA "x">'), 2, "Declarations of elements"),
        (doctype("<?x y?>"), 2, "Only declarations of simple entities"),
        ('<!DOCTYPE rdf:RDF SYSTEM "http://127.0.0.1/x.dtd">', 1, "refers to another file"),
        ('\n<!DOCTYPE rdf:RDF PUBLIC "-//x" "http://127.0.0.1/x.dtd" []>', 2, "refers to another file"),
        ('<!DOCTYPE rdf:RDF [ <!ENTITY a "x"> ', 1, "not complete"),
        ("<!DOCTYPE a>\n<!DOCTYPE b>", 2, "once, before the root"),
        ("<!ENTITY a 'x'>", 1, "A declaration cannot be here"),
    ],
)
def test_any_other_doctype_is_refused_in_words(before: str, line: int, words: str) -> None:
    parsed = read("", before)
    place, message, remedy = only_fault(parsed)
    assert place.startswith(f"f.owl:{line}:")
    assert words in message
    assert remedy
    assert parsed.quads == ()


def test_a_doctype_cannot_come_later() -> None:
    assert "once, before the root" in only_fault(read("<!DOCTYPE a>"))[1]
    assert "cannot be here" in only_fault(read("<!ELEMENT a ANY>"))[1]


@pytest.mark.parametrize(
    ("body", "place", "words"),
    [
        ("\n<rdf:Description>\n", "f.owl:4:1", "</rdf:RDF> does not close what is open: <rdf:Description> of line 3."),
        ("\n</e:p>", "f.owl:3:1", "</e:p> does not close"),
        ("\n <rdf:Description a=b/>", "f.owl:3:2", "b"),
        ("\n<e:C>&nbsp;</e:C>", "f.owl:3:6", "The entity &nbsp; is not declared."),
        ("\n<e:C e:p='a & b'/>", "f.owl:3:13", "'&' begins no entity here."),
        ("\n<e:C e:p='a < b'/>", "f.owl:3:1", "'<' begins no complete tag."),
        ("<!-- never", "f.owl:2:1", "never closed"),
        ("<e:C/>\n\n<f:C/>", "f.owl:4:1", "Unknown prefix f:."),
        ("<!-- \n\n --><e:C/>\n<!--\n--><e:C\n\n/><f:C/>", "f.owl:8:1", "Unknown prefix f:."),
        ("<e:C/>\nwords", "f.owl:3:1", "Unexpected text event"),
        ('<e:C rdf:ID="a"/>\n<e:C rdf:ID="a"/>', "f.owl:3:1", "has already been used"),
    ],
)
def test_faults_have_their_line(body: str, place: str, words: str) -> None:
    parsed = read(body)
    (fault,) = parsed.faults
    assert str(fault.place).rpartition(":")[0] == place.rpartition(":")[0]
    assert words in fault.message
    assert parsed.quads == ()


def test_a_file_that_is_cut_off_is_not_taken_for_a_whole_one() -> None:
    whole = f'{HEAD}<rdf:Description rdf:about="a"><e:p>x</e:p></rdf:Description>\n</rdf:RDF>'
    for length in range(len(HEAD), len(whole)):
        assert parse(whole[:length], "f.rdf").faults, whole[:length]
    assert parse(whole, "f.rdf").faults == ()


def test_a_wrong_term_costs_its_own_statements_only() -> None:
    parsed = read(
        '<rdf:Description rdf:about="a">\n<e:p rdf:resource="http://a/b c"/>\n<e:p xml:lang="en_GB">x</e:p>\n'
        "<e:p>y</e:p></rdf:Description>"
    )
    assert [(fault.place.line, fault.message) for fault in parsed.faults] == [
        (3, "<http://a/b c> is not a valid IRI: invalid IRI code point ' '."),
        (4, "'en_gb' is not a language tag."),
    ]
    assert lines(parsed.quads) == ['<https://example.org/folder/a> <http://e/p> "y"']


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252"])
def test_the_declared_encoding_matters_where_there_is_more_than_ascii(encoding: str) -> None:
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    assert value_of("x", declaration) == "x"
    parsed = read('<rdf:Description rdf:about="a" e:p="é"/>', declaration)
    assert only_fault(parsed)[1] == f"The file says that it is {encoding}; only UTF-8 is read."


def test_literals_of_xml_stay_text() -> None:
    body = (
        '<rdf:Description rdf:about="a"><e:p rdf:parseType="Literal"><b>x<!-- c --> &lt; y</b></e:p></rdf:Description>'
    )
    (quad,) = read(body).quads
    assert "x &lt; y</b>" in quad.object.value


@pytest.mark.parametrize(
    ("body", "limits", "limit"),
    [
        ("<e:C><e:p>" * 400, ParsingLimits(), "xml_depth"),
        ("<e:C " + " ".join(f'e:p{n}="x"' for n in range(1_001)) + "/>", ParsingLimits(), "xml_attributes"),
        ("".join(f'<e:C xmlns:a{n}="x"><e:p>' for n in range(20)), ParsingLimits(xml_attributes=10), "xml_attributes"),
    ],
)
def test_limits_of_elements(body: str, limits: ParsingLimits, limit: str) -> None:
    with pytest.raises(LimitError) as caught:
        read(body, limits=limits)
    assert caught.value.limit == limit
    assert caught.value.place is not None


def test_namespaces_that_are_over_do_not_count() -> None:
    body = "".join(f'<e:C xmlns:a{n}="x:"/><e:C xmlns:b{n}="x:"></e:C>' for n in range(30))
    assert read(body, limits=ParsingLimits(xml_attributes=10)).faults == ()


def test_entities_are_limited() -> None:
    long = doctype(f'<!ENTITY a "{"x" * 4_097}">')
    with pytest.raises(LimitError) as caught:
        read("", long)
    assert caught.value.limit == "entity"
    many = doctype(f'<!ENTITY a "{"x" * 4_000}">')
    with pytest.raises(LimitError) as caught:
        read("<e:C>" + "&a;" * 100, many, limits=ParsingLimits(ratio_floor=100_000))
    assert caught.value.limit == "growth"
