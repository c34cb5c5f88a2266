"""Parsing of RDF in every syntax. Each file is checked before a parser sees it."""

from __future__ import annotations

from accord.parsing.folder_contexts import FolderContexts
from accord.parsing.limits import ParsingLimits
from accord.parsing.model import FileFault, Parsed
from accord.parsing.parser import parse, prepare
from accord.parsing.syntaxes import SYNTAXES, Syntax, is_gzipped, syntax_of

__all__ = [
    "SYNTAXES",
    "FileFault",
    "FolderContexts",
    "Parsed",
    "ParsingLimits",
    "Syntax",
    "is_gzipped",
    "parse",
    "prepare",
    "syntax_of",
]
