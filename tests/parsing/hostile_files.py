"""Files that are made to cost much or to reach outside, each of a few megabytes at most."""

from __future__ import annotations

import gzip
import json
import struct
import zlib
from collections.abc import Iterator

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_HEAD = f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:e="http://e/" xml:base="http://e/">\n'
_STATEMENT = "<http://e/a> <http://e/b> "


def _xml(body: str, declarations: str = "") -> bytes:
    doctype = f"<!DOCTYPE rdf:RDF [\n{declarations}\n]>\n" if declarations else ""
    return f"{doctype}{_HEAD}{body}</rdf:RDF>".encode()


def _description(content: str) -> str:
    return f'<rdf:Description rdf:about="http://e/a"><e:p>{content}</e:p></rdf:Description>'


def _entities(address: str) -> Iterator[tuple[str, str, bytes]]:
    nested = "\n".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield "entities in entities", "f.rdf", _xml(_description("&l9;"), f'<!ENTITY l0 "lol">\n{nested}')
    wide = f'<!ENTITY a "{"x" * 4_000}">'
    yield "one long entity, often", "f.rdf", _xml("".join(_description("&a;" * 100) for _ in range(2_000)), wide)
    yield "an external entity", "f.rdf", _xml(_description("&x;"), f'<!ENTITY x SYSTEM "http://{address}/x">')
    yield "a file as an entity", "f.owl", _xml(_description("&x;"), '<!ENTITY x SYSTEM "file:///etc/passwd">')
    yield "a parameter entity", "f.rdf", _xml("", f'<!ENTITY % x SYSTEM "http://{address}/x"> %x;')
    yield "an external DTD", "f.rdf", f'<!DOCTYPE a SYSTEM "http://{address}/x.dtd">'.encode() + _xml("")
    yield "many entities", "f.rdf", _xml(_description("&e9;"), "\n".join(f'<!ENTITY e{n} "x">' for n in range(50_000)))


def _elements() -> Iterator[tuple[str, str, bytes]]:
    pair = "<rdf:Description><e:p>", "</e:p></rdf:Description>"
    yield "nested elements", "f.rdf", _xml(pair[0] * 50_000 + pair[1] * 50_000)
    yield "nested elements, never closed", "f.rdf", _xml(pair[0] * 50_000)
    yield "nested up to the limit", "f.rdf", _xml((pair[0] * 255 + pair[1] * 255) * 150)
    yield "attributes", "f.rdf", _xml("<e:C " + " ".join(f'e:p{n}="x"' for n in range(100_000)) + "/>")
    many = " ".join(f'xmlns:n{n}="http://n/{n}"' for n in range(900))
    yield "namespaces", "f.rdf", _xml(f"<e:C {many}>" + "<e:p>x</e:p>" * 50_000 + "</e:C>")
    yield "brackets in a comment", "f.rdf", _xml("<!--" + "<" * 2_000_000 + "-->")
    yield "a comment that never ends", "f.rdf", _xml("<!-- " * 400_000)
    yield "CDATA that never ends", "f.rdf", _xml("<![CDATA[" * 200_000)
    yield "a DOCTYPE that never ends", "f.rdf", b"<!DOCTYPE a [" + b"<!ENTITY " * 200_000
    yield "quotes", "f.rdf", _xml("<e:C " + "a='" * 500_000)
    yield "ampersands", "f.rdf", _xml(_description("&" * 1_000_000))
    yield "characters by number", "f.rdf", _xml(_description("&#x41;" * 300_000))
    yield "one identifier, often", "f.rdf", _xml('<e:C rdf:ID="a"/>' * 50_000)


def _json(address: str) -> Iterator[tuple[str, str, bytes]]:
    def written(document: object) -> bytes:
        return json.dumps(document).encode()

    remote = f"http://{address}/context"
    yield "a remote context", "f.jsonld", written({"@context": remote, "a": 1})
    yield "a remote context that is imported", "f.jsonld", written({"@context": {"@import": remote}, "a": 1})
    yield "a remote context of a term", "f.jsonld", written({"@context": {"a": {"@id": "x:a", "@context": remote}}})
    yield "a file as a context", "f.json", written({"@context": "file:///etc/passwd", "@id": "x:a"})
    yield "a remote context in a list", "f.json", written({"@context": [{}, remote], "@id": "x:a"})
    yield "nested lists", "f.jsonld", b"[" * 50_000 + b"]" * 50_000
    yield "nested lists, never closed", "f.jsonld", b"[" * 1_000_000
    yield "nested objects", "f.json", b'{"@id":' * 50_000 + b"1" + b"}" * 50_000
    terms: dict[str, object] = {f"t{n}": f"http://e/{n}" for n in range(2_900)}
    empty = [{"@context": {}, "t1": 1} for _ in range(40_000)]
    yield "a context copied often", "f.jsonld", written({"@context": terms, "@graph": empty})
    scoped: dict[str, object] = {"t1": {"@id": "http://e/1", "@context": {"z": "x:z"}}}
    users = [{"t1": {"@id": "x:b"}}] * 40_000
    yield "a context of a term, often", "f.jsonld", written({"@context": terms | scoped, "@graph": users})
    yield "too many terms", "f.jsonld", written({"@context": {f"t{n}": "x:t" for n in range(50_000)}, "t1": 1})
    yield "contexts of the package", "f.jsonld", written([{"@context": "https://schema.org/", "name": "x"}] * 50_000)
    for length in (2_900, 50_000):
        chain = {f"k{n}": f"k{n + 1}:a" for n in range(length)}
        yield "terms of terms", "f.jsonld", written({"@context": chain, "k1": 1})
    yield "a string that never ends", "f.jsonld", b'{"@id": "' + b"\\\\" * 1_000_000


def _lines() -> Iterator[tuple[str, str, bytes]]:
    for file in ("f.ttl", "f.trig", "f.nt", "f.nq", "f.n3"):
        yield "an open string", file, (_STATEMENT + '"' + "x" * 3_000_000).encode()
        yield "a long literal", file, (_STATEMENT + '"' + "x" * 20_000_000 + '" .').encode()
        yield "spaces", file, (_STATEMENT + " " * 3_000_000).encode()
        yield "dots in a label", file, (_STATEMENT + "_:a" + ".a" * 500_000 + "..").encode()
        yield "percents", file, (_STATEMENT + "<http://e/" + "%zz" * 500_000 + "> .").encode()
        yield "triple terms", file, (_STATEMENT + "<<( <x:a> <x:b> " * 5_000).encode()
    for file in ("f.ttl", "f.trig"):
        yield "nested brackets", file, (_STATEMENT + "[ <x:b> " * 50_000 + "1" + "]" * 50_000 + " . .").encode()
        yield "nested lists", file, (_STATEMENT + "( " * 50_000 + ")" * 50_000 + " . .").encode()
    yield "nested graphs", "f.trig", b"<x:g> { " * 20_000
    yield "closed graphs", "f.trig", b"} " * 20_000
    yield "graphs of one statement", "f.nq", b"".join(b"<x:a> <x:b> <x:c> <x:g%d> .\n" % n for n in range(50_000))


def _packed() -> Iterator[tuple[str, str, bytes]]:
    spaces = _spaces(200)
    yield "200 MiB of spaces", "f.ttl.gz", spaces
    yield "200 MiB of spaces, packed twice", "f.ttl.gz", gzip.compress(spaces, mtime=0)
    yield "200 MiB of spaces, twice", "f.nt.gz", spaces + spaces
    yield "spaces as RDF/XML", "f.owl.gz", spaces


def _spaces(size: int) -> bytes:
    """So many MiB of spaces in one gzip member (RFC 1952); one MiB is packed, and what comes out is repeated."""
    one = b" " * (1 << 20)
    packer = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    packed = packer.compress(one) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 0
    for _ in range(size):
        check = zlib.crc32(one, check)
    begin, last_block = gzip.compress(b"", mtime=0)[:10], b"\x03\x00"
    return begin + packed * size + last_block + struct.pack("<II", check, size << 20)


def cases(address: str) -> Iterator[tuple[str, str, bytes]]:
    """What it is, the name of a file, and its bytes; ``address`` (host and port) is where nobody may call."""
    yield from _entities(address)
    yield from _elements()
    yield from _json(address)
    yield from _lines()
    yield from _packed()
