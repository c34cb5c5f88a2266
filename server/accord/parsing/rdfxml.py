"""RDF/XML is looked through before a parser sees it, and written as the parser reads it.

OWL editors declare namespaces as entities (``<!ENTITY owl "http://...">``), so simple ones are expanded here and the
DOCTYPE is taken out; any other DOCTYPE is refused, since entities in entities, external ones and default attributes
are how a small file costs much or reaches outside. Comments, CDATA and processing instructions, between which the
parser loses text, are resolved too. Lines stay where they are: the line breaks of what is taken out go into the next
tag, where they mean nothing.
"""

from __future__ import annotations

import re
from html.entities import html5
from xml.sax.saxutils import escape

from accord.parsing.entities import PREDEFINED, declared
from accord.parsing.limits import ParsingLimits, exceeded
from accord.parsing.model import Unreadable, place_in

_PIECE = re.compile(
    r"(?P<text>[^<]+)"
    r"|</(?P<close>[^\s<>/]+)\s*>"
    r"|<(?P<open>[^\s<>/!?\"'=]+(?![^\s<>/!?\"'=]))"
    r"(?P<attributes>[^<>\"']*(?:(?:\"[^\"<]*\"|'[^'<]*')[^<>\"']*)*)>"
    r"|(?P<comment><!--.*?-->)"
    r"|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|(?P<instruction><\?.*?\?>)"
    r"|(?P<doctype><!DOCTYPE\s+[^\s\[<>\"']+\s*(?:\[(?P<subset>[^\]\"'<]*(?:"
    r"(?:<!--[^-]*(?:-(?!->)[^-]*)*-->|<(?!!--)|\"[^\"]*\"|'[^']*')[^\]\"'<]*)*)\]\s*)?>)"
    r"|(?P<other><)",
    re.DOTALL,
)
_REFERENCE = re.compile(r"&(?:(?P<name>[^\s;&<>\"'#]{1,256});|(?P<character>#(?:[0-9]{1,7}|x[0-9A-Fa-f]{1,6});)|)")
_ATTRIBUTE = re.compile(r"(?<![^\s=\"'])([^\s=\"']+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BREAKS = re.compile(r"[\t\n]")
_ENCODING = re.compile(r"\sencoding\s*=\s*[\"']([^\"']*)")
_UTF_8 = {"utf-8", "utf8", "us-ascii", "ascii"}


def guarded(text: str, file: str, limits: ParsingLimits) -> str:
    """The same document without DOCTYPE, comments and CDATA, every line where it was.

    Raises Unreadable for what no parser should see and for XML that is not well-formed, LimitError over a limit.
    """
    guard = _Guard(text.replace("\r\n", "\n").replace("\r", "\n"), file, limits)
    return guard.run()


class _Guard:
    """One walk over one document."""

    def __init__(self, text: str, file: str, limits: ParsingLimits) -> None:
        self.text = text
        self.file = file
        self.limits = limits
        self.written: list[str] = []
        self.size = 0
        self.most = max(limits.ratio_floor, limits.growth * len(text))
        self.open: list[tuple[str, int, int]] = []
        """The names of the elements that are open, where they begin, and how many namespaces were in force before."""
        self.namespaces = 0
        self.entities: dict[str, str] | None = None
        self.root = False
        self.owed = 0
        """Line breaks of what was taken out, which the next tag gets."""

    def run(self) -> str:
        for match in _PIECE.finditer(self.text):
            kind = match.lastgroup or ""
            getattr(self, f"_{'element' if kind == 'attributes' else kind}")(match)
            if self.size > self.most:
                growth = self.limits.growth
                message = f"The entities make the file more than {growth} times longer."
                raise self._over("growth", growth, message, match, "Write what they stand for once.")
        if self.open:
            name, start, _ = self.open[-1]
            raise self._wrong(f"<{name}> is never closed: the file seems to be cut off.", start, start + 1)
        if not self.root:
            raise self._wrong("The file holds no XML element.", 0, 0)
        return "".join(self.written)

    def _write(self, piece: str) -> None:
        self.written.append(piece)
        self.size += len(piece)

    def _wrong(self, message: str, start: int, end: int, remedy: str = "", code: str = "XML-SYNTAX") -> Unreadable:
        return Unreadable(code, message, place=place_in(self.file, self.text, start, end), remedy=remedy)

    # The pieces of a document, by the names of the groups.

    def _text(self, match: re.Match[str]) -> None:
        text = match["text"]
        if not self.open:
            if text.strip():
                start = match.end() - len(text.lstrip())
                raise self._wrong("Text cannot be outside the root element.", start, start + 1)
            self.owed += text.count("\n") if self.written else 0
            self._write("" if self.written else text)
            return
        self._write(self._expanded(text, match.start()) if "&" in text else text)

    def _element(self, match: re.Match[str]) -> None:
        """Write the beginning of an element, with its entities expanded and its namespaces counted."""
        name, attributes = match["open"], match["attributes"]
        closed = attributes.endswith("/")
        if not self.open and self.root:
            raise self._wrong(f"<{name}> is a second root element.", *match.span(), "Put both into one <rdf:RDF>.")
        self.root = True
        before = self.namespaces
        self._count(match, attributes)
        if not closed:
            self.open.append((name, match.start(), before))
        else:
            self.namespaces = before
        attributes = attributes.removesuffix("/")
        if "&" in attributes:
            attributes = self._expanded(attributes, match.start("attributes"))
        if "\n" in attributes or "\t" in attributes:
            attributes = _QUOTED.sub(self._on_one_line, attributes)
        self._write(f"<{name}{attributes}{self._breaks()}{'/' if closed else ''}>")

    def _close(self, match: re.Match[str]) -> None:
        name = match["close"]
        if not self.open:
            raise self._wrong(f"</{name}> closes nothing.", *match.span())
        opened, start, self.namespaces = self.open.pop()
        if opened != name:
            line = place_in(self.file, self.text, start, start).line
            message = f"</{name}> does not close what is open: <{opened}> of line {line}."
            raise self._wrong(message, *match.span(), f"Write </{opened}> first.")
        self._write(f"</{name}{self._breaks()}{chr(10) * match[0].count(chr(10))}>")

    def _comment(self, match: re.Match[str]) -> None:
        self.owed += match[0].count("\n")

    def _cdata(self, match: re.Match[str]) -> None:
        if not self.open:
            raise self._wrong("Text cannot be outside the root element.", *match.span())
        self._write(escape(match["cdata"]))

    def _instruction(self, match: re.Match[str]) -> None:
        if match[0].startswith(("<?xml ", "<?xml\n", "<?xml\t")):
            if match.start():
                raise self._wrong("The XML declaration comes first in the file.", *match.span(), "Move it up.")
            encoding = _ENCODING.search(match[0])
            if encoding and encoding[1].lower() not in _UTF_8 and not self.text.isascii():
                message = f"The file says that it is {encoding[1]}; only UTF-8 is read."
                raise self._wrong(message, *match.span(), "Save it as UTF-8, and say so.", "RDF-ENCODING")
        self.owed += match[0].count("\n")

    def _doctype(self, match: re.Match[str]) -> None:
        if self.root or self.entities is not None:
            message = "A DOCTYPE comes once, before the root element."
            raise self._wrong(message, *match.span(), "Take it out.", "XML-DOCTYPE")
        subset = match["subset"] or ""
        offset = match.start("subset") if match["subset"] is not None else 0
        place = place_in(self.file, self.text, offset, offset)
        self.entities = declared(subset, place, self.limits)
        self.owed += match[0].count("\n")

    def _other(self, match: re.Match[str]) -> None:
        start = match.start()
        if self.text.startswith("<!DOCTYPE", start):
            message = "The DOCTYPE refers to another file, or is not complete; neither is read."
            raise self._wrong(message, start, start + 9, "Remove the DOCTYPE.", "XML-DOCTYPE")
        if self.text.startswith(("<!--", "<![CDATA[", "<?"), start):
            raise self._wrong("This is never closed: the file seems to be cut off.", start, start + 2)
        if self.text.startswith("<!", start):
            raise self._wrong("A declaration cannot be here.", start, start + 2, "Take it out.", "XML-DOCTYPE")
        raise self._wrong("'<' begins no complete tag.", start, start + 1, "Write &lt; for a '<' between tags.")

    # What is allowed in a tag and between tags.

    def _breaks(self) -> str:
        breaks, self.owed = "\n" * self.owed, 0
        return breaks

    def _on_one_line(self, match: re.Match[str]) -> str:
        """A value as XML reads it: each line break in it is a space."""
        self.owed += match[0].count("\n")
        return _BREAKS.sub(" ", match[0])

    def _count(self, match: re.Match[str], attributes: str) -> None:
        if len(self.open) >= self.limits.xml_depth:
            depth = self.limits.xml_depth
            message = f"More than {depth} elements are nested."
            remedy = "Give the inner things IRIs of their own."
            raise self._over("xml_depth", depth, message, match, remedy)
        most = self.limits.xml_attributes
        named = "xmlns" in attributes
        if attributes.count("=") <= most and not named:
            return
        names = [attribute[1] for attribute in _ATTRIBUTE.finditer(attributes)]
        self.namespaces += sum(name.startswith("xmlns") for name in names)
        if len(names) > most or self.namespaces > most:
            raise self._over("xml_attributes", most, f"More than {most:,} attributes or namespaces.", match)

    def _over(self, limit: str, value: int, message: str, match: re.Match[str], remedy: str = "") -> Exception:
        place = place_in(self.file, self.text, match.start(), match.start() + 1)
        return exceeded(limit, value, message, place=place, remedy=remedy)

    def _expanded(self, text: str, offset: int) -> str:
        """A string with the declared entities in the place of their names."""

        def value(match: re.Match[str]) -> str:
            name = match["name"]
            if match["character"] or name in PREDEFINED:
                return match[0]
            found = (self.entities or {}).get(name or "")
            if found is None:
                raise self._unknown(name, offset + match.start(), offset + match.end())
            return found

        return _REFERENCE.sub(value, text)

    def _unknown(self, name: str | None, start: int, end: int) -> Unreadable:
        if name is None:
            return self._wrong("'&' begins no entity here.", start, start + 1, "Write &amp; for a '&'.")
        known = html5.get(f"{name};")
        remedy = f"Write {known}, or declare it." if known else "Declare it in the DOCTYPE, or write &amp; for a '&'."
        return self._wrong(f"The entity &{name}; is not declared.", start, end, remedy, "XML-ENTITY")
