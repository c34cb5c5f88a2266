"""XPath regular expressions (XPath Functions 3.1 §5.6.1, XSD 1.1 Part 2 appendix G), in which ``sh:pattern`` is.

They are translated for an engine that takes linear time (Rust's). What that engine cannot do, or XPath does not have,
is an error in words.
"""

from __future__ import annotations

import re

from accord.validation.shacl.patterns.unicode_blocks import BLOCKS

_META = frozenset("\\.+*?()|[]{}^$#&-~")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_NAME_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _NAME_START + ".0-9\u00b7\u0300-\u036f\u203f-\u2040\\-"
_CLASSES = {"d": r"\p{Nd}", "s": r" \t\n\r", "w": r"\p{L}\p{M}\p{N}\p{S}", "i": _NAME_START, "c": _NAME}
_CATEGORIES = re.compile(
    r"C[cfno]?|L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?",
)
_NOT_XPATH = "bBAzZGQEuxUNkKRXhHvVfae"
_QUANTIFIER = re.compile(r"(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??")
_COUNT = re.compile("[0-9]+")
_CATEGORY = re.compile(r"([pP])\{([A-Za-z0-9-]+)\}")
_SPACE = " \t\n\r"
FLAGS = "smixq"
"""The flags of XPath."""

DEEPEST = 50
"""Groups and classes within each other: more than any pattern has, and fewer than Python can call."""

MOST_REPETITIONS = 100_000
"""The most that a quantifier may count to: longer than the texts that shapes are about, and quick to compile."""


class PatternError(ValueError):
    """A pattern that cannot be used; the message is a sentence without its full stop."""


def translated(pattern: str, flags: str = "") -> tuple[str, str]:
    """A pattern and its flags for Rust's ``regex``, of whose flags only ``i`` and ``m`` remain.

    Raises PatternError.
    """
    if unknown := sorted(set(flags) - set(FLAGS)):
        raise PatternError(f"XPath has no flag '{unknown[0]}', only {', '.join(FLAGS)}")
    rest = "".join(one for one in "im" if one in flags)
    if "q" in flags:
        return "".join(map(_plain, pattern)), rest.replace("m", "")
    return _Reader(pattern, has_dot_all="s" in flags, has_spaces="x" in flags).expression(), rest


def _plain(character: str) -> str:
    return f"\\{character}" if character in _META else character


class _Reader:
    """Reads a pattern from left to right, and writes the translation."""

    def __init__(self, pattern: str, *, has_dot_all: bool, has_spaces: bool) -> None:
        self._text = _without_spaces(pattern) if has_spaces else pattern
        self._dot = r"(?s:.)" if has_dot_all else r"[^\n\r]"
        self._at = self._depth = 0

    def expression(self) -> str:
        """The whole pattern."""
        result = self._alternatives()
        if self._at < len(self._text):
            raise PatternError("a ')' closes no group")
        return result

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self) -> str:
        character = self._next()
        self._at += 1
        return character

    def _alternatives(self) -> str:
        parts = []
        while (character := self._next()) and character != ")":
            if character in "|^$":
                parts.append(self._take())
                self._quantifier(is_allowed=False)
            else:
                parts.append(self._atom())
                parts.append(self._quantifier(is_allowed=True))
        return "".join(parts)

    def _quantifier(self, *, is_allowed: bool) -> str:
        match = _QUANTIFIER.match(self._text, self._at)
        if not match:
            return ""
        if not is_allowed:
            raise PatternError(f"there is nothing for '{match[0]}' to repeat")
        self._at = match.end()
        counts = [int(one[:9]) for one in _COUNT.findall(match[0])]
        if max(counts, default=0) > MOST_REPETITIONS:
            raise PatternError(f"'{match[0]}' is too large; {MOST_REPETITIONS:,} repetitions are allowed")
        if counts != sorted(counts):
            raise PatternError(f"'{match[0]}' asks for at least more than at most")
        if _QUANTIFIER.match(self._text, self._at):
            raise PatternError(f"'{self._next()}' follows a quantifier, which XPath does not have")
        return match[0]

    def _atom(self) -> str:
        match self._take():
            case "(":
                return self._group()
            case "[":
                return self._class()
            case ".":
                return self._dot
            case "\\":
                return self._escape()
            case "*" | "+" | "?" | "{" as character:
                raise PatternError(f"there is nothing for '{character}' to repeat")
            case character:
                return _plain(character)

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise PatternError(f"more than {DEEPEST} groups are within each other")

    def _group(self) -> str:
        self._deeper()
        if self._text.startswith("?", self._at) and not self._text.startswith("?:", self._at):
            kind = self._text[self._at - 1 : self._at + 2]
            raise PatternError(f"XPath has no '{kind}', only groups with '(' and '(?:'")
        self._at += 2 * self._text.startswith("?:", self._at)
        inner = self._alternatives()
        if self._take() != ")":
            raise PatternError("a group is not closed")
        self._depth -= 1
        return f"(?:{inner})"

    def _escape(self) -> str:
        """An escape outside of brackets. ``i`` has no influence on classes (§5.6.1.1)."""
        character = self._next()
        if character.isdigit():
            raise PatternError(f"the back-reference '\\{character}' cannot be checked in linear time")
        if character and character in "pP":
            return f"(?-i:{self._category()})"
        if character and character.lower() in _CLASSES:
            self._at += 1
            return f"(?-i:[{'^' if character.isupper() else ''}{_CLASSES[character.lower()]}])"
        return _plain(self._single())

    def _single(self) -> str:
        """The character that an escape means."""
        character = self._take()
        if not character:
            raise PatternError("the '\\' at its end escapes nothing")
        if character in _NOT_XPATH or (character.isalpha() and character not in _LETTERS):
            raise PatternError(f"XPath has no '\\{character}'")
        return _LETTERS.get(character, character)

    def _category(self) -> str:
        """``\\p{…}`` or ``\\P{…}``: a general category, or a block of Unicode."""
        match = _CATEGORY.match(self._text, self._at)
        if not match:
            raise PatternError("'\\p' needs a category in braces, as in '\\p{L}'")
        self._at = match.end()
        kind, name = match.groups()
        if name.startswith("Is"):
            if name[2:] not in BLOCKS:
                raise PatternError(f"the block '{name}' of Unicode is not known here")
            first, last = BLOCKS[name[2:]]
            return f"[{'^' if kind == 'P' else ''}{_plain(chr(first))}-{_plain(chr(last))}]"
        if not _CATEGORIES.fullmatch(name):
            raise PatternError(f"Unicode has no category '{name}'")
        return f"\\{kind}{{{name}}}"

    def _class(self) -> str:
        """A class in brackets, after its ``[``; what is subtracted is a class of its own (§G.4.1)."""
        is_negative = self._next() == "^"
        self._at += is_negative
        parts: list[str] = []
        while (character := self._take()) != "]" or not parts:
            if not character:
                raise PatternError("a '[' is not closed")
            if character == "-" and self._next() == "[" and parts:
                self._at += 1
                self._deeper()
                subtracted = self._class()
                self._depth -= 1
                if self._take() != "]":
                    raise PatternError("a subtracted class has to be the last part of its class")
                return f"[[{'^' * is_negative}{''.join(parts)}]--{subtracted}]"
            parts.append(self._member(character))
        return f"[{'^' * is_negative}{''.join(parts)}]"

    def _member(self, character: str) -> str:
        """A character, a range or a class within brackets."""
        if character == "[":
            raise PatternError("a '[' within brackets has to be escaped as '\\['")
        if character == "\\" and (name := self._next()) and name in "pP":
            return self._category()
        if character == "\\" and self._next().lower() in _CLASSES and self._next():
            name = self._take()
            return f"[{'^' if name.isupper() else ''}{_CLASSES[name.lower()]}]"
        first = self._single() if character == "\\" else character
        following = self._text[self._at + 1 : self._at + 2]
        if self._next() != "-" or following in ("]", "[", ""):
            return _plain(first)
        self._at += 1
        last = self._take()
        last = self._single() if last == "\\" else last
        if first > last:
            raise PatternError(f"the range '{first}-{last}' is in the wrong order")
        return f"{_plain(first)}-{_plain(last)}"


def _without_spaces(pattern: str) -> str:
    """A pattern without the white space that the flag ``x`` takes out: all that is not within brackets."""
    kept, depth, position = [], 0, 0
    while position < len(pattern):
        part = pattern[position : position + 2] if pattern[position] == "\\" else pattern[position]
        depth += (part == "[") - (part == "]" and depth > 0)
        if depth or part not in _SPACE:
            kept.append(part)
        position += len(part)
    return "".join(kept)
