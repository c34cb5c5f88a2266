"""Pictures are sound SVG whatever the rows hold, say in words what they show, and never draw what rows do not say."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable

import pytest
from pyoxigraph import Literal, NamedNode

from accord.names import XSD
from accord.pictures import Cell, Picture, Rows
from accord.pictures.bars import MOST
from accord.pictures.choice import Surroundings, picture_of
from accord.pictures.figures import figure
from accord.pictures.letters import width
from accord.pictures.neighbourhood import Around, NeighbourGroup, neighbourhood
from accord.pictures.requested import Requested, Unfit
from accord.pictures.scales import amount, moment, ticks
from accord.pictures.svg import wrapped
from accord.things.places.points import Point
from accord.things.places.shown import MappedThing

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = 'a <script>alert("x")</script> & \x0b\ufffe ]]>'


def number(value: float | str, datatype: str = "integer") -> Cell:
    return Cell(str(value), term=Literal(str(value), datatype=NamedNode(XSD + datatype)))


def date(value: str, datatype: str = "date") -> Cell:
    return Cell(value, term=Literal(value, datatype=NamedNode(XSD + datatype)))


def thing(name: str) -> Cell:
    return Cell(name, f"/doc/{name.split()[0]}", term=NamedNode(f"https://example.org/{name.split()[0]}"))


def words(text: str) -> Cell:
    return Cell(text, term=Literal(text))


def rows(columns: str, *found: Iterable[Cell | None]) -> Rows:
    return Rows(tuple(columns.split()), tuple(map(tuple, found)))


def drawn(found: Rows, wish: str = "", about: Surroundings | None = None) -> Picture:
    picture = picture_of(found, Requested.read(wish), about or Surroundings(), "Title")
    assert picture is not None
    return picture


def parsed(picture: Picture) -> ElementTree.Element:
    """The picture, well formed in both forms, without attributes that the policy of a page forbids."""
    document = ElementTree.fromstring(picture.document("text { fill: red }", "source"))
    ElementTree.fromstring(picture.inline("one"))
    for element in document.iter():
        assert not [name for name in element.attrib if name == "style" or name.startswith("on")]
    return document


def marks(picture: Picture, kind: str) -> list[ElementTree.Element]:
    return [one for one in parsed(picture).iter() if kind in one.get("class", "").split()]


FITTING = {
    "bars": rows("x n", [thing("a"), number(1)], [thing("b"), number(2)]),
    "timeline": rows("x on", [thing("a"), date("2013-04-05")], [thing("b"), date("2014", "gYear")]),
    "network": rows("a b", [thing("a"), thing("b")], [thing("a"), thing("c")]),
    "map": rows("x lat long", [thing("a"), number(51.7, "decimal"), number(-1.2, "decimal")]),
}


@pytest.mark.parametrize("kind", FITTING)
def test_columns_choose_a_fitting_picture(kind: str) -> None:
    picture = drawn(FITTING[kind])
    assert (picture.kind, picture.table) == (kind, FITTING[kind])
    assert picture.description
    parsed(picture)


def test_columns_that_fit_nothing_have_no_picture() -> None:
    for found in (rows("a"), rows("a", [words("x")]), rows("n", [number(1)]), rows("a b", [words("x"), words("y")])):
        assert picture_of(found, Requested.read(""), Surroundings()) is None
    assert picture_of(FITTING["bars"], Requested.read("table"), Surroundings()) is None


@pytest.mark.parametrize(("about", "words"), [(0, "£474m"), (2, "about £474m")])
def test_a_figure_is_one_number_as_exact_as_its_parts(about: int, words: str) -> None:
    found, asked = (
        rows("n rough", [number(473_500_000), number(about)]),
        Requested.read("figure y=n unit=GBP about=rough"),
    )
    assert figure(found, asked, str) == words
    assert picture_of(found, asked, Surroundings()) is None
    assert figure(rows("n rough"), asked, str) == ""


ALL = {
    "bars x=a y=n": lambda label: rows("a n", [label, number(3)], [label, number(4)]),
    "timeline x=a start=d": lambda label: rows("a d", [label, date("2013-04-05")]),
    "map x=a lat=t long=g y=n": lambda label: rows("a t g n", [label, number(52), number(0), number(3)]),
    "network from=a to=b": lambda label: rows("a b", [label, thing("b")]),
    "tree x=a parent=b": lambda label: rows("a b", [label, thing("b")]),
    "comparison x=a sides=b,c": lambda label: rows("a b c", [label, label, label]),
}


@pytest.mark.parametrize("wish", ALL)
def test_markup_in_labels_stays_text(wish: str) -> None:
    label = Cell(HOSTILE, '/doc/"><script>', term=Literal(HOSTILE))
    document = parsed(drawn(ALL[wish](label), wish))
    assert not [one for one in document.iter() if one.tag.endswith("script")]
    assert any("alert" in (one.text or "") for one in document.iter())


def test_bars_begin_at_zero_and_are_as_long_as_their_numbers() -> None:
    picture = drawn(rows("x n", [thing("a"), number(100)], [thing("b"), number(50)], [thing("c"), number(-25)]))
    widths = [float(one.get("width", "").rstrip("%")) for one in marks(picture, "pic-bar")]
    lefts = [float(one.get("x", "").rstrip("%")) for one in marks(picture, "pic-bar")]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert lefts[0] == lefts[1] == pytest.approx(lefts[2] + widths[2], abs=0.02)
    assert len(marks(picture, "pic-zero")) == 1
    assert "The largest: a, 100." in picture.description


def test_amounts_of_different_units_have_axes_of_their_own() -> None:
    found = rows("x n unit", [thing("a"), number(5), words("GBP")], [thing("b"), number(1_000_000_000), words("DKK")])
    picture = drawn(found)
    assert [one.get("width") for one in marks(picture, "pic-bar")] == ["100%", "100%"]
    assert any("never added up" in note for note in picture.notes)
    assert "£5" in picture.document("", "").decode()
    assert "DKK 1bn" in picture.document("", "").decode()


def test_what_is_not_exact_has_another_shape_and_says_so() -> None:
    found = rows(
        "x n q low",
        [thing("a"), number(5), words("about"), number(0)],
        [thing("b"), number(7), None, number(2)],
    )
    picture = drawn(found, "bars x=x y=n unit=GBP about=q:about atleast=low")
    assert [one.get("fill") for one in marks(picture, "pic-bar")[:2]] == ["url(#picture-stripes)", None]
    assert len(marks(picture, "pic-end")) == 1
    assert {mark for mark, _ in picture.key} == {"pic-about", "pic-atleast"}
    assert "about £5" in picture.document("", "").decode()
    assert "at least £7" in picture.document("", "").decode()


def test_what_is_not_drawn_is_said() -> None:
    many = rows("x n", *([thing(f"t{n}"), number(n)] for n in range(MOST + 5)), [thing("none"), None])
    picture = drawn(many)
    assert f"The first {MOST} of {MOST + 5} are drawn; the table has all." in picture.notes
    assert f"The first {MOST} of {MOST + 5} are drawn" in picture.document("", "").decode(), "also without its page"
    assert any(note.startswith("One row has no number") for note in picture.notes)
    assert len(picture.table.rows) == MOST + 6
    cut = Rows(many.columns, many.rows, more=True)
    assert any("Only the first" in note for note in drawn(cut).notes)


def test_dates_are_as_wide_as_they_are_inexact() -> None:
    found = rows(
        "x from to",
        [thing("day"), date("2013-07-01"), None],
        [thing("year"), date("2013", "gYear"), None],
        [thing("span"), date("2010", "gYear"), date("2014-02", "gYearMonth")],
    )
    picture = drawn(found)
    assert len(marks(picture, "pic-day")) == 1 + 1
    spans = [width for one in marks(picture, "pic-inexact") if (width := one.get("width", "")).endswith("%")]
    wide = [float(width.rstrip("%")) for width in spans]
    assert wide[0] == wide[1] > 5 * wide[2]
    assert "span, 2010 to February 2014" in picture.description
    day = rows("x from to", [thing("day"), date("2014-05-13"), date("2014-05-13")])
    assert drawn(day).description == "The earliest: day, 13 May 2014."


def test_the_last_possible_date_is_drawn_backwards() -> None:
    found = rows(
        "x on what",
        [thing("a"), date("2026-02-24"), thing("notAfter")],
        [thing("b"), date("2020-01-01"), thing("signed")],
    )
    picture = drawn(found, "timeline x=x start=on what=what latest=what:https://example.org/notAfter")
    assert len([one for one in marks(picture, "pic-latest") if one.get("x")]) >= 1
    assert "by 24 February 2026" in picture.document("", "").decode()


def test_places_without_a_point_are_listed_beneath_the_map() -> None:
    points = {
        "https://example.org/a": MappedThing(Point(-1.25, 51.75)),
        "https://example.org/m": MappedThing(Point(-1.5, 52.4), middle=True),
    }
    found = rows("x n", [thing("a"), number(3)], [thing("m"), number(4)], [thing("lost"), number(5)])
    picture = drawn(found, "map x=x y=n unit=GBP", Surroundings(point=points.get))
    assert len([one for one in marks(picture, "pic-spot") if one.get("r")]) == 2
    assert "1 under the map: the data have no point for it." in picture.notes
    assert "Without a point on the map" in picture.document("", "").decode()
    assert picture.key[0][0] == "pic-middle"
    least = rows("x n low", [thing("a"), number(3), number(1)])
    bound = drawn(least, "map x=x y=n unit=GBP atleast=low", Surroundings(point=points.get))
    assert "at least £3" in bound.document("", "").decode()
    assert bound.key == (), "a circle has no arrow to explain"
    elsewhere = drawn(rows("x lat long", [thing("a"), number(-33), number(151)]))
    assert marks(elsewhere, "pic-land")


def test_a_tree_has_no_circles() -> None:
    found = rows(
        "x up", [thing("a"), thing("b")], [thing("b"), thing("a")], [thing("c"), thing("b")], [thing("d"), thing("d")]
    )
    picture = drawn(found, "tree x=x parent=up")
    assert picture.description.startswith("A tree of 4 lines, 2 deep")
    deep = rows("x up", *([thing(f"n{n}"), thing(f"n{n + 1}")] for n in range(900)))
    assert "901 lines, 901 deep" in drawn(deep, "tree x=x parent=up").description


def test_a_neighbourhood_counts_what_it_does_not_draw() -> None:
    group = NeighbourGroup("party to", tuple(thing(f"t{n}") for n in range(20)), 30)
    picture = neighbourhood(thing("center"), Around(before=(group,), above=(thing("up"),))).titled("Around")
    assert "and 25 more" in picture.document("", "").decode()
    assert "30 lead to it by “party to”" in picture.description
    assert picture.notes == ("The table has the first 20 of 30 by “party to”.",)
    groups = tuple(NeighbourGroup(f"relation {n}", (thing("other"),)) for n in range(8))
    assert neighbourhood(thing("center"), Around(after=groups)).notes == (
        "Not drawn, but in the table: relation 5 (1), relation 6 (1), relation 7 (1).",
    )
    parsed(picture)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ("pie x=a", "There is no picture “pie”"),
        ("bars x", "The option “x” of a picture has no value"),
        ("bars colour=red", "A picture has no option “colour”. Fix: Write one of x, y,"),
        ("bars y=none", "needs a column “none”"),
        ("bars about=none:x", "needs a column “none”"),
        ("timeline", "needs a column of dates"),
        ("map", "None of the things in the result has a point"),
        ("comparison", "needs two or three columns"),
    ],
)
def test_a_wish_that_cannot_be_met_says_why(wish: str, message: str) -> None:
    with pytest.raises(Unfit, match=message):
        picture_of(FITTING["bars"], Requested.read(wish), Surroundings())


@pytest.mark.parametrize(
    ("value", "unit", "short"),
    [
        (125_000_000, "GBP", "£125m"),
        (1e9, "DKK", "DKK 1bn"),
        (4500, "", "4,500"),
        (3_500_000, "GBP", "£3.5m"),
        (-2, "EUR", "−€2"),
        (31, "m", "31 m"),
        (0.5, "", "0.5"),
    ],
)
def test_amounts_are_short(value: float, unit: str, short: str) -> None:
    assert amount(value, unit) == short


def test_ticks_are_round_and_hold_the_numbers() -> None:
    for high in (0.3, 1, 7, 99, 101, 123_456, 1e9):
        found = ticks(0, high)
        assert found[0] == 0
        assert found[-1] >= high
        assert 3 <= len(found) <= 8
    assert len(ticks(5, 5)) == 2


def test_dates_are_read_as_exact_as_they_are() -> None:
    assert moment(Literal("24 February")) is None
    assert moment(Literal("2013-13", datatype=NamedNode(XSD + "gYearMonth"))) is None
    day = moment(Literal("2013-04-05", datatype=NamedNode(XSD + "date")))
    assert day is not None
    assert (day.words, day.exact) == ("5 April 2013", True)


def test_words_are_broken_and_never_lost_silently() -> None:
    assert wrapped("one two three", 50, 3, 10) == ("one two", "three")
    assert wrapped("x" * 25, 60, 2, 10) == ("x" * 10, "x" * 8 + "…")
    assert "".join(wrapped("x" * 25, 60, 3, 10)) == "x" * 25
    assert wrapped("one " + "x" * 12, 60, 3, 10) == ("one", "x" * 10, "xx")
    assert wrapped("", 60, 3, 10) == ()


def test_words_are_as_wide_as_in_the_widest_font() -> None:
    assert width("iiii", 10) < width("oooo", 10) < width("mmmm", 10)
    assert width("東京", 10) == 20, "a character of Chinese is as wide as high"
    assert width("e\N{COMBINING ACUTE ACCENT}", 10) == width("e", 10)
