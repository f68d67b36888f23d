"""Minimal PDFs, written by hand: one page of text, and properties."""

from __future__ import annotations

from collections.abc import Sequence


def pdf(*lines: str, title: str = "", doi: str = "", xmp: str = "", extra: Sequence[bytes] = ()) -> bytes:
    """A PDF whose only page shows the lines; ``extra`` replaces what the page's content is."""
    shown = "".join(f"({_text(line)}) Tj 0 -14 Td\n" for line in lines)
    content = f"BT /F1 11 Tf 60 760 Td\n{shown}ET".encode()
    packet = f"<x><prism:doi>{xmp}</prism:doi></x>".encode()
    properties = "".join(f"/{k} ({_text(v)})" for k, v in (("Title", title), ("doi", doi)) if v)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + (b"/Metadata 7 0 R" if xmp else b"") + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        _stream(content) if not extra else extra[0],
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<<{properties}>>".encode(),
        _stream(packet, b"/Type/Metadata/Subtype/XML"),
    ]
    return _file(objects)


def endless() -> bytes:
    """A PDF whose pages are their own parents: a reader that follows them never ends."""
    return _file([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9999999>>",
        b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 3 0 R>>",
    ])  # fmt: skip


def _text(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (more, len(data), data)


def _file(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    info = min(6, len(objects))
    out += b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    start = out.index(b"xref\n")
    return out + b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        info,
        start,
    )
