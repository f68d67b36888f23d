"""Bytes to text: marks, encodings, line ends, and files that are no text (all content is made up)."""

import codecs

import pytest

from resift.errors import BadFile
from resift.formats import decode, read_bytes

TEXT = "TY  - JOUR\nTI  - Ein erfundener Titel über Müßiggang\nER  - \n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        ("\ufeff" + TEXT.replace("Titel", "\ufeffTitel")).encode(),
        ("ï»¿" + TEXT).encode(),
    ],
    ids=["plain", "utf-8 mark", "utf-16 little", "utf-16 big", "CRLF", "CR", "mark inside", "mark spoilt"],
)
def test_marks_and_line_ends_change_nothing(data: bytes) -> None:
    assert decode(data) == (TEXT, ())


def test_windows_text_is_read_with_a_remark_at_its_line() -> None:
    text, remarks = decode(TEXT.encode("cp1252"))
    assert text == TEXT
    assert [(r.line, r.code) for r in remarks] == [(2, "encoding")]


@pytest.mark.parametrize("cut", [1, 2])
def test_a_file_that_breaks_off_inside_a_character_is_refused(cut: int) -> None:
    data = b"TY  - JOUR\nTI  - " + "€".encode()[:cut]
    with pytest.raises(BadFile, match="breaks off inside a character") as caught:
        read_bytes(data, name="cut.ris")
    assert caught.value.where == "cut.ris:2"


def test_utf_16_that_breaks_off_is_refused() -> None:
    with pytest.raises(BadFile, match="breaks off"):
        decode(codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le")[:-1])


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t"])
def test_an_empty_file_is_an_error(data: bytes) -> None:
    with pytest.raises(BadFile, match="empty"):
        read_bytes(data, name="empty.ris")


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04\x14", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1", b"TY  - \x00\x01", b"T\x00Y\x00"]
)
def test_a_binary_file_is_an_error_that_names_what_to_export(data: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        read_bytes(data, name="what.ris")
    assert "RIS" in caught.value.then
