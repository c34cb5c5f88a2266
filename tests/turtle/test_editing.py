"""A change of a file changes exactly the statements that were asked for, whatever the layout; the rest stays."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rdflib import BNode

from accord.turtle import Document, Triple, read
from accord.turtle.editing import Editor

HEAD = "@base <http://example.org/> .\n@prefix x: <http://example.org/> .\n"
SPACES = st.sampled_from([" ", "", "\n", "\r\n    ", "\t", " # one ; two . three\n  "])
TERMS = ["x:a", "x:b.c", "<http://example.org/d>", "<#e>", "12", "-4.50", "1e5", "true", '"s"', "'t'@en-GB"] + [
    '"u ; v . # w"',
    '"5"^^x:n',
    '"""long\n"text" """',
]
KEPT = ["[]", "[ x:r 1 , 2 ; x:r [ ] ]", "( 1 x:a )", "_:b"]
VERBS = ["x:p", "x:q", "<http://example.org/r>", "a"]
SUBJECTS = ["x:one", "x:two.x", "<http://example.org/three>"]


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A file of a few statements, with comments and white space at all places where a file may have them."""

    def joined(left: str, right: str) -> str:
        """Two pieces with a space between them, unless they cannot be taken for one."""
        space = draw(SPACES)
        apart = left[-1] in '">)],;' or right[0] in '"<[(,;'
        return f"{left}{space if space or apart else ' '}{right}"

    def listed(several: list[str], mark: str) -> str:
        found = several[0]
        for one in several[1:]:
            found = joined(joined(found, mark), one)
        return found

    text = HEAD
    for _ in range(draw(st.integers(1, 4))):
        predicates = []
        for _ in range(draw(st.integers(1, 4))):
            objects = draw(st.lists(st.sampled_from([*TERMS, *KEPT]), min_size=1, max_size=4))
            predicates.append(joined(draw(st.sampled_from(VERBS)), listed(objects, ",")))
        end = draw(st.sampled_from([" .", ".", " ; .", "\n."]))
        about = joined(draw(st.sampled_from(SUBJECTS)), listed(predicates, ";"))
        text += f"{about}{end}{draw(SPACES.filter(bool))}"
    return text


def stated(document: Document) -> Counter[tuple[str, str, str]]:
    """The statements that are not inside brackets; what is in brackets, or a label, as it is written."""
    return Counter(key(document, one) for one in document.triples if not isinstance(one.subject, BNode))


def key(document: Document, one: Triple) -> tuple[str, str, str]:
    written = document.text[slice(*one.object_span)]
    is_kept = written[0] in "[(_"
    return str(one.subject), str(one.predicate), written if is_kept else one.object.n3()


def change(editor: Editor, data: st.DataObject) -> tuple[Counter[Any], list[Triple], set[str]]:
    """Change some statements; what is stated then, those that are replaced or removed, and the subjects touched."""
    after, gone, touched = stated(editor.document), list[Triple](), set[str]()
    able = [one for one in editor.document.triples if editor.can_edit(one)]
    for one in data.draw(st.lists(st.sampled_from(able), max_size=4, unique_by=lambda one: one.object_span)):
        term = data.draw(st.sampled_from([None, *TERMS]))
        after[key(editor.document, one)] -= 1
        if term is None:
            editor.remove(one)
        else:
            editor.replace(one, term)
            after[str(one.subject), str(one.predicate), value(term)] += 1
        gone.append(one)
    for _ in range(data.draw(st.integers(0, 3))):
        about = data.draw(st.sampled_from(able))
        verb, term = data.draw(st.sampled_from(VERBS)), data.draw(st.sampled_from(TERMS))
        path = str(read(f"{HEAD}x:s {verb} 1 .").triples[0].predicate)
        editor.add(str(about.subject), path, verb, term)
        after[str(about.subject), path, value(term)] += 1
        touched.add(str(about.subject))
    return +after, gone, touched


def value(term: str) -> str:
    return read(f"{HEAD}x:s x:p {term} .").triples[0].object.n3()


@settings(max_examples=60, deadline=None)
@given(texts(), st.data())
def test_exactly_the_statements_that_were_asked_for_change(text: str, data: st.DataObject) -> None:
    before = read(text)
    assert before.faults == [], text
    editor = Editor(text)
    assume(any(editor.can_edit(one) for one in before.triples))
    expected, gone, touched = change(editor, data)
    new = editor.text()
    after = read(new)
    assert after.faults == [], new
    assert stated(after) == expected, new
    starts = {one.subject_span[0] for one in gone}
    at = 0
    for one in editor.statements:
        subject = next((str(t.subject) for t in before.triples if t.subject_span[0] == one.subject[0]), "")
        is_same = one.subject[0] not in starts and subject not in touched
        spans = [one.span] if is_same else [
            (several.verb[0], several.objects[-1][1])
            for several in one.lists
            if not any(triple.object_span in several.objects for triple in gone) and subject not in touched
        ]  # fmt: skip
        for span in spans:
            at = new.find(text[slice(*span)], at)
            assert at >= 0, "what nobody changed stays byte for byte, and in its order"
            at += span[1] - span[0]


@pytest.mark.parametrize(
    ("text", "term", "new"),
    [
        ('x:s x:p "a".x:t x:p 1 .', "x:b", "x:s x:p x:b .x:t x:p 1 ."),
        ('x:s x:p"a" .', "x:b", "x:s x:p x:b ."),
        ("x:s<http://example.org/p> 1;x:q 2 .", None, "x:s x:q 2 ."),
    ],
)
def test_terms_that_touched_others_are_kept_apart(text: str, term: str | None, new: str) -> None:
    editor = Editor(HEAD + text)
    first = editor.document.triples[0]
    if term is None:
        editor.remove(first)
    else:
        editor.replace(first, term)
    assert editor.text() == HEAD + new


COMMENTED = """# The first.
x:s x:p 1 ; # about p
    # about q
    x:q 2 , # about 2
        3 ; # about 3
    # about r
    x:r 4 . # the end of s

# The second.
x:t x:p 5 .
"""


@pytest.mark.parametrize(
    ("gone", "lost"),
    [
        ("1", {"about p"}),
        ("2", {"about 2"}),
        ("3", set()),
        ("4", {"about r"}),
        ("5", {"The second."}),
    ],
)
@pytest.mark.parametrize("line", ["\n", "\r\n"])
def test_comments_about_other_facts_stay(gone: str, lost: set[str], line: str) -> None:
    text = (HEAD + COMMENTED).replace("\n", line)
    editor = Editor(text)
    editor.remove(next(one for one in editor.document.triples if str(one.object) == gone))
    new = editor.text()
    assert read(new).faults == [], new
    assert {str(one.object) for one in read(new).triples} == set("12345") - {gone}
    comments = ["The first.", "about p", "about q", "about 2", "about 3", "about r", "the end of s", "The second."]
    assert {one for one in comments if f"# {one}{line}" not in new} == lost, new
    assert line == "\n" or new.count("\n") == new.count("\r\n")


def test_a_comment_in_the_line_of_the_last_dot_stays_there() -> None:
    editor = Editor(HEAD + "x:s x:p 1 . # about s\nx:t x:p 2 .\n")
    editor.insert_after("http://example.org/s", "x:s#e x:p 3 .")
    assert "x:s x:p 1 . # about s\n\nx:s#e" in editor.text()


def test_a_byte_order_mark_stays_first() -> None:
    editor = Editor("\ufeffx:s <http://example.org/p> 1 .\n".replace("x:s", "<http://example.org/s>"))
    editor.declare({"y": "http://example.org/y#"}, ())
    editor.add("http://example.org/s", "http://example.org/p", "y:p", "2")
    assert (
        editor.text()
        == "\ufeff@prefix y: <http://example.org/y#> .\n<http://example.org/s> <http://example.org/p> 1 , 2 .\n"
    )


def test_prefixes_that_change_their_meaning_are_not_used() -> None:
    text = HEAD + "x:s x:p 1 .\n@prefix x: <http://other.org/> .\n@prefix late: <http://late.org/> .\nx:s late:p 2 .\n"
    editor = Editor(text)
    assert editor.prefixes == {}
    assert editor.usable({"x": "http://a.org/", "late": "http://b.org/", "y": "http://c.org/"}) == {
        "y": "http://c.org/"
    }
