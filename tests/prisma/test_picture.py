"""The figure as a picture, and in other words: fonts, resolutions, labels."""

import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from resift.errors import BadFile
from resift.prisma import Flow, Options, diagram, words
from resift.prisma.boxes import boxes
from resift.prisma.layout import layout
from resift.prisma.letters import width
from resift.prisma.notes import notes
from resift.reporting import picture
from resift.reporting.picture import pdf, png, unshown
from resift.review.flows import check_labels, read_labels


def _chunks(image: bytes) -> dict[bytes, bytes]:
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(image):
        (length,), kind = struct.unpack(">I", image[at : at + 4]), image[at + 4 : at + 8]
        body = image[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", image[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(kind + body)
        found[kind] = found.get(kind, b"") + body
        at += 12 + length
    return found


# N1 is 530 pixels of 1/96 inch wide: 530 * 300 / 96 = 1656.25, 530 * 600 / 96 = 3312.5.
@pytest.mark.parametrize(("dpi", "across", "per_metre"), [(300, 1656, 11811), (600, 3312, 23622)])
def test_a_png_is_as_large_as_its_resolution_asks_and_says_it(dpi: int, across: int, per_metre: int) -> None:
    chunks = _chunks(png(diagram({"database_results": 5, "records_screened": 5}, title="x"), dpi))
    assert abs(struct.unpack(">I", chunks[b"IHDR"][:4])[0] - across) <= 1
    assert struct.unpack(">IIB", chunks[b"pHYs"]) == (per_metre, per_metre, 1)


def test_every_line_is_drawn_without_any_font_of_the_system() -> None:
    # The renderer drops text without a word where no font fits.
    svg = diagram({"database_results": 5, "records_screened": 5}, title="x")
    whole = png(svg, 96)
    assert png(svg, 96) == whole
    lines = re.findall(r"<text.*?</text>", svg)
    assert len(lines) > 20
    assert [line for line in lines if png(svg.replace(line, "", 1), 96) == whole] == []


@pytest.mark.parametrize("name", picture._FONTS)
def test_the_bundled_font_is_renamed_licensed_and_has_the_letters_it_is_said_to_have(name: str) -> None:
    from fontTools.ttLib import TTFont

    folder = Path(picture.__file__).parent / "fonts"
    font = TTFont(folder / name)
    assert {chr(c) for c in font.getBestCmap()} == {chr(c) for a, b in picture._LETTERS for c in range(a, b + 1)}
    # condition 3 of the licence: a modified version does not have the reserved name
    assert font["name"].getDebugName(1) == picture.FAMILY
    assert "SIL OPEN FONT LICENSE Version 1.1" in (folder / "OFL.txt").read_text()
    assert (folder / name).stat().st_size < 70_000


@pytest.mark.parametrize("bold", [False, True])
def test_the_widths_used_for_wrapping_are_those_of_the_bundled_font(bold: bool) -> None:
    from fontTools.ttLib import TTFont

    font = TTFont(Path(picture.__file__).parent / "fonts" / picture._FONTS[bold])
    to = 1000 / font["head"].unitsPerEm
    for text in (*words.BOXES, "0123456789 (n = ,.;:%/-)"):
        real = sum(font["hmtx"][font.getBestCmap()[ord(c)]][0] for c in text) * to
        assert abs(real - width(text, 1000, bold=bold)) < 0.3 * len(text), text


def test_letters_that_the_font_does_not_have_are_named() -> None:
    counts = {"dbr_excluded": {"Größe ≥ 2, поздно, 漢字": 3}}
    assert unshown(diagram(counts, title="x")) == "字漢"


def test_a_pdf_holds_its_text_and_is_the_same_each_time() -> None:
    pytest.importorskip("typst", reason="the extra pdf is not installed")
    svg = diagram({"database_results": 5, "records_screened": 5}, title='A "quoted" \\ title')
    made = pdf(svg, 'A "quoted" \\ title')
    assert made.startswith(b"%PDF-")
    assert made == pdf(svg, 'A "quoted" \\ title')
    assert b"ResiftSans" in made


def _texts(counts: Any, code: str, options: Options) -> str:
    drawn = layout(boxes(counts, code, options), notes(counts, code, options, 3), code, options)
    titles = [x.title for x in (*drawn.boxes, *drawn.headers, *drawn.bars)]
    return " ".join([*titles, *(t.text for t in drawn.notes)])


@pytest.mark.parametrize("code", ["N1", "N2", "U1", "U2"])
def test_every_text_can_be_said_in_other_words(told: Flow, code: str) -> None:
    lines = [line for value in told.counts.values() if isinstance(value, dict) for line in value]
    braces = {t: "".join(f" {{{b.split('}')[0]}}}" for b in t.split("{")[1:]) for t in words.TEXTS}
    labels = {t: f"ß{braces[t]}" for t in words.TEXTS} | dict.fromkeys(lines, "ß")
    said = _texts(told.counts, code, Options(labels=labels, letters={"record": "ß", "report": "ß", "study": "ß"}))
    assert {c for c in said if c.isalpha()} == {"ß"}


def test_the_letter_n_is_chosen_by_what_is_counted(told: Flow) -> None:
    said = _texts(told.counts, "U2", Options(letters={"study": "k", "report": "m"})).replace("\u00a0", " ")
    assert "Total studies included in review (k = 4) Reports of total included studies (m = 7)" in said
    assert "Wrong population (m = 1)" in said
    assert "Records screened (n = 14)" in said


GERMAN = """
thousands = "."
[letters]
study = "k"
[labels]
"Records screened" = "Gesichtete Treffer"
"PubMed" = "PubMed (über Ovid)"
"""


def test_labels_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "german.toml"
    path.write_text(GERMAN, encoding="utf-8")
    options = Options(**read_labels(path))
    check_labels(options, {"database_specific_results": {"PubMed": 3}}, path)
    assert (options.word("Records screened"), options.number(1234)) == ("Gesichtete Treffer", "1.234")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[labels]\n"Record screened" = "x"', "did you mean 'Records screened'?"),
        ('[labels]\n"Records screened" = 3', "not a table of texts"),
        ('[letters]\nstudies = "k"', "use record, report, study"),
        ("thousands = 1", "not a separator"),
        ("colour = 'red'", "no setting 'colour'"),
        ("[labels", "not valid TOML"),
    ],
)
def test_a_label_that_is_not_understood_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "labels.toml"
    path.write_text(text)
    with pytest.raises(BadFile) as caught:
        check_labels(Options(**read_labels(path)), {}, path)
    assert said in str(caught.value)
    assert str(path) in str(caught.value)
