"""The comments by which grlc describes a query (https://grlc.io): ``#+ summary: …`` and the like.

They are YAML. What is read is the part of it that such files use: a word, or a list of words or of pairs, for each
name. What has another form is left out; the query itself does not depend on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

_TOP = re.compile(r" {0,2}([A-Za-z_]+):[ \t]*(\S.*)?")
_ITEM = re.compile(r"([ \t]*)-[ \t]*(\S.*)")
_PAIR = re.compile(r"([?\w]+):(?:[ \t]+(\S.*))?")


@dataclass(frozen=True, slots=True)
class Decorators:
    """What the decorators say: ``words`` by name, and for the lists of pairs, values by name and key."""

    words: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)

    @classmethod
    def read(cls, lines: Iterable[str]) -> Decorators:
        """The decorators in the lines of a file, each without its ``#+``."""
        words: dict[str, str] = {}
        pairs: dict[str, dict[str, tuple[str, ...]]] = {}
        name = key = ""
        for line in lines:
            if item := _ITEM.fullmatch(line.rstrip()):
                key = _add(item[2], name, key, words, pairs)
            elif top := _TOP.fullmatch(line.rstrip()):
                name, key = top[1], ""
                words[name] = _plain(top[2] or "")
            elif name and line.strip():
                words[name] = f"{words[name]} {line.strip()}".strip()
        return cls(words, pairs)

    def value(self, name: str) -> str:
        """The words of a decorator, of a list the first; empty where there is none."""
        return self.words.get(name, "")

    def values(self, name: str, *keys: str) -> tuple[str, ...]:
        """The values that a list of pairs gives for the first of these keys that it has."""
        given = self.pairs.get(name, {})
        return next((given[key] for key in keys if key in given), ())


def _add(item: str, name: str, key: str, words: dict[str, str], pairs: dict[str, dict[str, tuple[str, ...]]]) -> str:
    """Add an item of a list, and return the key to which the items after it belong."""
    of_name = pairs.setdefault(name, {})
    if pair := _PAIR.fullmatch(item):
        of_name[pair[1]] = (_plain(pair[2]),) if pair[2] else ()
        return pair[1]
    if key:
        of_name[key] += (_plain(item),)
    else:
        words[name] = words.get(name) or _plain(item)
    return key


def _plain(words: str) -> str:
    """A scalar without its quotes."""
    quoted = len(words) > 1 and words[0] == words[-1] and words[0] in "\"'"
    return words[1:-1] if quoted else words
