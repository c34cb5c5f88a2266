"""The messages: one function for each mistake, so that code, message and remedy are side by side.

A remedy is the text to write instead where that is known, else one short instruction.
"""

from __future__ import annotations

import re
import unicodedata

from accord.names import WELL_KNOWN
from accord.turtle.document import Fault, Span
from accord.turtle.tokens import NAME, RDF_12

_NAME = re.compile(NAME)
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_DOTS_AT_END = re.compile(r"(?<!\.)\.+:")
_TO_ESCAPE = re.compile(r"(?<!\\)(?:[~!$&*=/?@]|%(?![0-9A-Fa-f]{2}))")
_DASHES = ("\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212")
_HYPHENATED = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}(?:-[A-Za-z0-9]{1,40}){1,20}")
_QUOTE_AT_END = re.compile(r"[“”„‟«»‘’‚‹›\"']((?:@|\^\^)[^“”„‟«»‘’‚‹›\"']*)?$")


def undeclared(prefix: str, span: Span, nearest: str) -> Fault:
    """A prefix without a declaration; a well-known one comes with the line to add."""
    message = f"The prefix '{prefix}:' is not declared."
    if nearest:
        return Fault("TTL-PREFIX", f"{message} Did you mean '{nearest}:'?", span, f"{nearest}:")
    line = f"@prefix {prefix}: <{WELL_KNOWN.get(prefix, '...')}> ."
    return Fault("TTL-PREFIX", f"{message} Declare it at the top of the file.", span, line)


def word_of_class(span: Span) -> Fault:
    """``a:`` for ``a``, which is a word and no prefix."""
    return Fault("TTL-SYNTAX", "The word 'a', which gives the class, has no colon.", span, "a")


def wrong_name(text: str, start: int, end: int) -> Fault:
    """A character in a prefixed name that has to be escaped there, or is not allowed at all."""
    name = text[start:end]
    match = _NAME.match(text, start)
    if match is None:
        return Fault("TTL-NAME", "A prefix cannot end with a dot.", (start, end), _DOTS_AT_END.sub(":", name))
    at = match.end()
    if name.partition(":")[2].startswith("//"):
        return Fault("TTL-IRI", "An IRI needs angle brackets.", (start, end), f"<{name}>")
    if text[at] == "@":
        return Fault("TTL-NAME", "Only a string in quotes can have a language tag.", (at, end))
    if text[at] == "\\":
        remedy = "Write the whole IRI in < >."
        return Fault("TTL-NAME", "This escape is not allowed in a prefixed name.", (at, at + 1), remedy)
    escaped = _TO_ESCAPE.sub(r"\\\g<0>", name)
    return Fault("TTL-NAME", f"'{text[at]}' has to be escaped in a prefixed name.", (at, at + 1), escaped)


def open_string(text: str, start: int, end: int) -> Fault:
    """A string that never ends; it is shown at its opening, where the eye has to start."""
    quote = text[start : start + 3] if text.startswith(('"""', "'''"), start) else text[start]
    remedy = f"Write {quote} where it ends."
    if quote == '"' and "”" in text[start:end]:
        remedy = 'Write a straight " in place of ”.'
    return Fault("TTL-STRING", "This string is never closed.", (start, start + len(quote)), remedy)


def broken_string(text: str, start: int, end: int) -> Fault:
    """A line break in a string whose quotes do not allow any."""
    quote = text[start]
    remedy = f"Use {quote * 3} on both sides, or write \\n for the line break."
    return Fault("TTL-STRING", f"A string in {quote} cannot go over the end of a line.", (start, start + 1), remedy)


def typographic_quotes(text: str, start: int, end: int) -> Fault:
    """Quotes as word processors make them."""
    inner = _QUOTE_AT_END.sub(r'"\1', text[start + 1 : end])
    return Fault("TTL-QUOTES", "Typographic quotes do not make a string; use straight ones.", (start, end), f'"{inner}')


def early_end(quote: str, span: Span) -> Fault:
    """Words directly after a string: most likely there is a quote inside it."""
    message = "The string ends here, but its text seems to go on."
    return Fault("TTL-STRING", message, span, f"Write \\{quote} for a {quote} inside it.")


def escape(text: str, span: Span, in_iri: bool) -> Fault:
    """A backslash that starts no escape of Turtle."""
    if text[1:2] in ("u", "U"):
        digits = "four" if text[1] == "u" else "eight"
        return Fault("TTL-ESCAPE", f"\\{text[1]} needs {digits} hexadecimal digits that name a character.", span)
    if in_iri:
        return Fault("TTL-ESCAPE", "An IRI cannot hold a backslash, unless it is a \\u or \\U escape.", span)
    return Fault("TTL-ESCAPE", f"'{text}' is not an escape; a backslash itself is written twice.", span, f"\\{text}")


def surrogate(span: Span) -> Fault:
    """Half of a UTF-16 pair, which is not a character."""
    remedy = "Write the character itself, or \\U and eight digits."
    return Fault("TTL-SURROGATE", "A surrogate is half of a character and is not allowed alone.", span, remedy)


def iri_character(character: str, span: Span) -> Fault:
    """A character that no IRI may hold."""
    if character == "%":
        return Fault("TTL-IRI", "In an IRI, % must be followed by two hexadecimal digits.", span, "%25")
    if character in "\n\r":
        return Fault("TTL-IRI", "An IRI cannot hold a line break.", span, "Remove it.")
    name = "a space" if character == " " else f"'{character}'" if character.isprintable() else _name(character)
    remedy = "".join(f"%{byte:02X}" for byte in character.encode())
    return Fault("TTL-IRI", f"An IRI cannot hold {name}.", span, remedy)


def wrong_iri(span: Span) -> Fault:
    """An IRI whose characters are fine but whose make-up is not."""
    return Fault("TTL-IRI", "This is not a valid IRI (its host, port, scheme or path has the wrong form).", span)


def open_iri(text: str, start: int, end: int) -> Fault:
    """An IRI without its closing bracket."""
    return Fault("TTL-IRI", "This IRI is never closed.", (start, end), f"{text[start:end]}>")


def relative(span: Span) -> Fault:
    """A relative IRI in a file that has no base."""
    remedy = "Write the whole IRI, or use a prefix."
    return Fault("TTL-RELATIVE", "This IRI is relative, and the file has no @base.", span, remedy)


def language(tag: str, span: Span, remedy: str) -> Fault:
    """A language tag that is not well-formed (BCP 47)."""
    long = next((part for part in tag.split("-") if len(part) > 8), "")
    reason = f": the part '{long}' is longer than eight characters" if long else ""
    return Fault("TTL-LANGTAG", f"'@{tag}' is not a language tag{reason}.", span, remedy and f"@{remedy}")


def literal_subject(span: Span) -> Fault:
    """A literal as the subject of a statement."""
    return Fault("TTL-SUBJECT", "A literal cannot be the subject of a statement.", span, "Use a name or an IRI.")


def wrong_predicate(what: str, span: Span) -> Fault:
    """A literal or a blank node where a property belongs."""
    return Fault("TTL-PREDICATE", f"A {what} cannot be a predicate.", span, "Use the name or the IRI of a property.")


def missing_predicate(at: int) -> Fault:
    """A subject and then nothing."""
    return Fault("TTL-PREDICATE", "Missing predicate: this subject has no property.", (at, at))


def missing_property(at: int) -> Fault:
    """A value where a predicate belongs."""
    return Fault("TTL-PREDICATE", "Missing predicate: this value has no property.", (at, at))


def missing_object(at: int) -> Fault:
    """A predicate, or a comma, and then nothing."""
    return Fault("TTL-OBJECT", "Missing object: the value of this property is not given.", (at, at))


def two_terms(at: int) -> Fault:
    """A statement of a subject and a predicate: most likely the one before was closed too early."""
    remedy = "If this continues the previous statement, end that statement with ';' instead of '.'."
    message = "Missing object: a statement needs a subject, a predicate and an object."
    return Fault("TTL-OBJECT", message, (at, at), remedy)


def missing_dot(at: int) -> Fault:
    """A new statement, or the end, without the end of the one before."""
    return Fault("TTL-DOT", "Missing '.' at the end of the previous statement.", (at, at), ".")


def semicolon_for_dot(at: int) -> Fault:
    """A statement that ends with a semicolon, which announces another property."""
    return Fault("TTL-DOT", "Missing '.' at the end of the previous statement, which ends with ';'.", (at - 1, at), ".")


def stray_dot(span: Span, where: str) -> Fault:
    """A dot where no statement ends."""
    return Fault("TTL-DOT", f"This '.' is {where}.", span, "Remove it.")


def missing_separator(mark: str, at: int) -> Fault:
    """Two terms in a row where one has to be set off from the other."""
    what = "two values of one property" if mark == "," else "the next property"
    place = "between" if mark == "," else "before"
    return Fault("TTL-SEMICOLON", f"Missing '{mark}' {place} {what}.", (at, at), mark)


def wrong_separator(mark: str, span: Span) -> Fault:
    """A comma before the next property, or a semicolon before another value of the same one: it has to be ``mark``."""
    what = "The next property begins after this ','" if mark == ";" else "Another value comes after this ';'"
    return Fault("TTL-SEMICOLON", f"{what}, so it has to be '{mark}'.", span, mark)


def separator_in_collection(mark: str, span: Span) -> Fault:
    """A comma, or a semicolon, between the items of ``( ... )``."""
    return Fault("TTL-SYNTAX", "The items in ( ) are separated by spaces only.", span, f"Remove the '{mark}'.")


def open_bracket(mark: str, at: int) -> Fault:
    """A bracket that is never closed, shown at its opening."""
    remedy = f"Write {_CLOSING[mark]} where it ends."
    return Fault("TTL-BRACKET", f"This '{mark}' is never closed.", (at, at + 1), remedy)


def missing_bracket(closing: str, at: int) -> Fault:
    """A bracket that is closed but was never opened."""
    opening = "[" if closing == "]" else "("
    return Fault("TTL-BRACKET", f"Missing '{opening}': the '{closing}' that follows closes nothing.", (at, at), opening)


def stray_bracket(mark: str, span: Span) -> Fault:
    """A closing bracket that closes nothing."""
    return Fault("TTL-BRACKET", f"This '{mark}' closes nothing.", span, "Remove it.")


def too_deep(depth: int, at: int) -> Fault:
    """More brackets in each other than anyone needs."""
    message = f"More than {depth} brackets are nested."
    return Fault("TTL-DEPTH", message, (at, at + 1), "Give the inner nodes names of their own.")


def too_long(limit: int, span: Span) -> Fault:
    """A literal over the limit."""
    message = f"This literal is {span[1] - span[0]:,} characters long; the limit is {limit:,}."
    return Fault("TTL-LIMIT", message, span, "Shorten it, or put it into a file of its own and link to that.")


def too_many(limit: int, span: Span, what: str = "triples") -> Fault:
    """A file over the limit; what follows is not read."""
    remedy = "Correct these first." if what == "mistakes" else "Divide the file."
    return Fault("TTL-LIMIT", f"The file has more than {limit:,} {what}; the rest was not read.", span, remedy)


def wrong_space(character: str, span: Span) -> Fault:
    """A space that looks like one but is another character, as pages and word processors make them."""
    return Fault("TTL-SPACE", f"This is {_name(character)}, not a plain space.", span, "Type a plain space.")


def unexpected(text: str, expected: str, span: Span) -> Fault:
    """What fits nothing else: a bare word, a character of another language."""
    if text in ("A", "True", "TRUE", "False", "FALSE"):
        return Fault("TTL-SYNTAX", f"'{text}' is written in lower case.", span, text.lower())
    if text == "a":
        return Fault("TTL-SYNTAX", f"'a' can only be a predicate; expected {expected}.", span, "rdf:type")
    if text.startswith("www."):
        remedy = "Write the whole address in angle brackets, as in <https://www.example.org/page>."
        return Fault("TTL-IRI", "An IRI needs angle brackets, and begins with https://.", span, remedy)
    if "\uff1a" in text:
        return Fault("TTL-SYNTAX", "This colon is not the plain one.", span, text.replace("\uff1a", ":"))
    if text == "^":
        return Fault("TTL-SYNTAX", "A datatype comes after two carets.", span, "^^")
    if text == "^^":
        message = "'^^' comes between a string and a datatype with a prefix."
        return Fault("TTL-SYNTAX", message, span, "Write it as in ^^xsd:date, without a language.")
    if unicodedata.category(text[:1] or " ") == "Sc":
        remedy = "Write the digits alone, and the currency as a value of its own."
        return Fault("TTL-SYNTAX", f"'{text}' is no part of a number.", span, remedy)
    if text in RDF_12:
        return Fault("TTL-SYNTAX", f"'{text}' is {RDF_12[text]} of RDF 1.2, which is not read.", span)
    if text in ("{", "}", "|"):
        return Fault("TTL-SYNTAX", f"'{text}' is not part of Turtle 1.1 (no graphs, formulas or annotations).", span)
    if text.isidentifier():
        message = f"'{text}' is neither a name with a prefix nor a string in quotes; expected {expected}."
        return Fault("TTL-SYNTAX", message, span, f'"{text}" or ex:{text}')
    if text[:1] in _DASHES:
        return Fault("TTL-SYNTAX", f"'{text[0]}' is a dash, and names have hyphens.", span, "Write a hyphen: -.")
    if _HYPHENATED.fullmatch(text):
        remedy = f"Write a prefix before it, as in ex:{text}, or the whole name in angle brackets."
        return Fault("TTL-SYNTAX", f"'{text}' is not a name with a prefix; expected {expected}.", span, remedy)
    if text[:1] in ("/", "%", "-"):
        shown = f"'{text}' is not allowed here; expected {expected}."
        return Fault("TTL-SYNTAX", shown, span, "A comment begins with #. Anything else is part of a statement.")
    if unicodedata.category(text[:1] or " ") == "Cf":
        return Fault("TTL-SYNTAX", f"{_name(text[0])} cannot be seen, and is not allowed here.", span, "Delete it.")
    shown = f"'{text}'" if text.isprintable() else _name(text[0])
    return Fault("TTL-SYNTAX", f"{shown} is not allowed here; expected {expected}.", span)


def other_format(name: str, span: Span, language: str = "Turtle", media: str = "text/turtle") -> Fault:
    """A file that is not in the language at all."""
    return Fault("TTL-FORMAT", f"This looks like {name}, not like {language}.", span, f"Send {language} ({media}).")


def _name(character: str) -> str:
    return f"{unicodedata.name(character, 'a control character')} (U+{ord(character):04X})"
