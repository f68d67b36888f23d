"""Bytes to text: which encoding, which line ends, and whether this is text at all."""

from __future__ import annotations

import codecs

from resift.errors import BadFile
from resift.formats.entries import Remark

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# A UTF-8 byte-order mark that some other program read as Windows text and saved again.
_SPOILT_MARK = "\u00ef\u00bb\u00bf"
_BINARY = ((b"PK\x03\x04", "a spreadsheet or ZIP archive"), (b"%PDF-", "a PDF"), (b"\xd0\xcf\x11\xe0", "an Excel file"))
_AGAIN = "export the records again as RIS, MEDLINE text or CSV, and import that file"


def decode(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    r"""The text of an export file, with one line end throughout, and what had to be assumed.

    A byte-order mark decides (UTF-8, UTF-16); without one the text is UTF-8 or, with a remark, Windows-1252.
    CRLF, LF, lone CR and mixtures become LF; stray marks inside the text go. Raises BadFile for an empty file,
    a binary file, and a file that breaks off inside a character.

    >>> decode(b"\xef\xbb\xbfTY  - JOUR\r\n")
    ('TY  - JOUR\n', ())
    >>> decode(b"caf\xe9s")[1][0].code
    'encoding'
    """
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise BadFile("the file is empty", then=_AGAIN)
    text, remarks = _marked(data) or _unmarked(data)
    if "\x00" in text:
        raise BadFile("this is not a text file (it contains null characters)", then=_AGAIN)
    text = text.removeprefix(_SPOILT_MARK).replace("\ufeff", "")
    return text.replace("\r\n", "\n").replace("\r", "\n"), remarks


def _marked(data: bytes) -> tuple[str, tuple[Remark, ...]] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                raise _broken(data, error, encoding) from error
    return None


def _unmarked(data: bytes) -> tuple[str, tuple[Remark, ...]]:
    for magic, kind in _BINARY:
        if data.startswith(magic):
            raise BadFile(f"this is {kind}, not a text export", then=_AGAIN)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            raise _broken(data, error, "utf-8") from error
        return _windows(data, error)


def _windows(data: bytes, error: UnicodeDecodeError) -> tuple[str, tuple[Remark, ...]]:
    line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as other:
        raise BadFile("neither UTF-8 nor Windows-1252 text", where=f":{line}", then=_AGAIN) from other
    return text, (Remark(line=line, code="encoding", message="not UTF-8; read as Windows-1252"),)


def _broken(data: bytes, error: UnicodeDecodeError, encoding: str) -> BadFile:
    line = data.count(b"\n", 0, error.start) + 1
    cut = error.reason in {"unexpected end of data", "truncated data"}
    what = "the file breaks off inside a character" if cut else f"not valid {encoding.upper()} text"
    return BadFile(what, where=f":{line}", then="download the export again; this copy is incomplete or damaged")
