"""Web of Science, Ovid, RefWorks, EndNote XML and BibTeX, on fictional records (all content is made up)."""

import pytest

from resift.errors import BadFile
from resift.formats import Reading, read_bytes

WOS = """\
\ufeffFN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Doe, Anna (a@example.org)
   Roe, Bo
TI A made-up title
   over two lines
SO JOURNAL OF FICTION
JI J. Fict.
BP 9
EP 20
DI 10.1000/demo
PM 12345678
PY 2020
DE tales; made-up things
C1 Univ Fiction, Storrs,
   CT, USA.
SN 1234-5678
XX unknown
UT WOS:000000000000001
ER

PT J
AU Poe, C
TI Another made-up title
AN ZOOR99999999999
UT ZOOREC:ZOOR99999999999
ER

EF
"""

OVID_TAGS = """\
<53. >
VN  - Ovid Technologies
DB  - PsycINFO
AN  - Peer Reviewed Journal: 2014-99999-001.
TI  - A made-up title.
AU  - Doe, Anna MD, PhD 1
AU  - Roe, Bo [Inventor]
SO  - Journal of Fiction. Vol.75(2-A(E)),2014, pp. No Pagination Specified.
IS  - 1234-5678
YR  - 2014
DE  - first term

      second paragraph
PG  - No Pagination Specified

 <241. >
VN - Ovid Technologies
TI - Another made-up title.  [Article]
DI - 10.1000/demo
SO - Fiction Weekly June 2015;58(6):688-696
"""

OVID_NAMES = """\
<8>
Accession Number
  01445406-201509000-00006.
Author
  Doe, Anna 1;  Roe, Bo 2
Title
  A made-up title.[Article]
Source
  Fiction Weekly.   8(6):1048-1064, September 2015.
Abstract
  An invented abstract.
Colour of Cover
  green
"""

REFWORKS = """\
Refworks Export Tagged Format
RT=Reference Type

RT Journal Article
SR Electronic(1)
ID 7
A1 Doe,Anna
A1 Roe,Bo
T1 A made-up title
JF Journal of Fiction
YR 2002
SP 101
OP 123
AB An invented abstract
that goes on.
DO 10.1000/demo

RT Book
T1 Another made-up title
"""

ENDNOTE = """<?xml version="1.0" encoding="UTF-8" ?><xml><records><record><database name="a.enl">a.enl</database>
<ref-type name="Journal Article">17</ref-type>
<contributors><authors><author><style face="normal">Doe, A.</style></author>
<author>Roe, B.</author></authors><secondary-authors><author>Poe, C.</author></secondary-authors></contributors>
<titles><title><style face="normal">A </style><style face="italic">made-up</style><style> title</style></title>
<secondary-title>Journal of Fiction</secondary-title></titles><periodical><full-title>Journal of Fiction</full-title>
<abbr-1>J Fict</abbr-1></periodical><pages>1-9</pages><keywords><keyword>tales</keyword></keywords>
<dates><year>2019</year></dates><isbn>1234-5678 (Print)&#xD;8765-4321</isbn><accession-num>12345678</accession-num>
<abstract>Fish &amp; chips</abstract><electronic-resource-num>10.1000/demo</electronic-resource-num>
<remote-database-name>Embase&#xD;Medline</remote-database-name><remote-database-provider>NLM</remote-database-provider>
</record><record><titles><title>Another</title></titles></record></records></xml>"""

BIBTEX = r"""% made by hand
@comment{nothing to see}
@string{jf = "Journal of Fiction"}
@ARTICLE{doe2020,
  author = {M{\"u}ller, J{\'o}zef and {Tale and Fable Group} and Roe, B.},
  title={{A} {Made-Up} Title: 95\% of $\alpha$},
  journal = jf,
  year = 2020, pages = "1--9",
  doi = {https://doi.org/10.1000/Demo},
  abstract = {Braces {inside {braces}} and an @ sign},
}
@book{roe, title = {Another},}
"""


def read(text: str, name: str = "demo.txt") -> Reading:
    return read_bytes(text.encode(), name=name, prefix="demo")


def test_web_of_science_joins_wrapped_text_and_lists_authors() -> None:
    first, second = read(WOS).records
    assert first.title == "A made-up title over two lines"
    assert (first.authors, first.pages, first.year) == (("Doe, Anna", "Roe, Bo"), "9-20", 2020)
    assert (first.pmid, first.accession, first.database) == ("12345678", "WOS:000000000000001", "Web of Science")
    assert (first.keywords, first.affiliations) == (("tales", "made-up things"), ("Univ Fiction, Storrs, CT, USA.",))
    assert ("XX", "unknown") in first.raw
    assert (second.accession, second.database) == ("ZOOREC:ZOOR99999999999", "Zoological Record")


def test_web_of_science_without_its_last_er_is_kept_with_a_remark() -> None:
    reading = read(WOS.rpartition("ER")[0])
    assert len(reading.records) == 2
    assert [r.line for r in reading.remarks if r.code == "no-ER"] == [23]


def test_ovid_tags_are_read_with_any_record_numbers() -> None:
    first, second = read(OVID_TAGS).records
    assert (first.accession, first.database, first.year) == ("2014-99999-001", "PsycINFO", 2014)
    assert (first.authors, first.pages) == (("Doe, Anna", "Roe, Bo"), "")
    assert (first.journal, first.volume, first.issue) == ("Journal of Fiction", "75", "2-A(E)")
    assert (second.title, second.doi) == ("Another made-up title.", "10.1000/demo")
    assert (second.journal, second.volume, second.issue, second.pages, second.year) == (
        "Fiction Weekly", "58", "6", "688-696", 2015,
    )  # fmt: skip


def test_ovid_field_names_are_read_and_unknown_ones_kept() -> None:
    record = read(OVID_NAMES).records[0]
    assert (record.title, record.abstract) == ("A made-up title.", "An invented abstract.")
    assert record.authors == ("Doe, Anna", "Roe, Bo")
    assert (record.journal, record.volume, record.issue, record.pages, record.year) == (
        "Fiction Weekly", "8", "6", "1048-1064", 2015,
    )  # fmt: skip
    assert ("Colour of Cover", "green") in record.raw


def test_refworks_skips_its_legend() -> None:
    first, second = read(REFWORKS).records
    assert (first.title, first.authors, first.pages) == ("A made-up title", ("Doe,Anna", "Roe,Bo"), "101-123")
    assert (first.abstract, first.doi) == ("An invented abstract\nthat goes on.", "10.1000/demo")
    assert second.title == "Another made-up title"


def test_endnote_xml_unwraps_styles_and_keeps_editors_out() -> None:
    first, second = read(ENDNOTE).records
    assert (first.title, first.authors) == ("A made-up title", ("Doe, A.", "Roe, B."))
    assert (first.database, first.pmid, first.accession) == ("Embase", "12345678", "12345678")
    assert (first.issn, first.abstract) == (("1234-5678", "8765-4321"), "Fish & chips")
    assert (first.journal, first.journal_short) == ("Journal of Fiction", "J Fict")
    assert second.title == "Another"


def test_endnote_xml_with_a_document_type_is_refused() -> None:
    bomb = ENDNOTE.replace("<xml>", '<!DOCTYPE xml [<!ENTITY a "b">]><xml>', 1)
    with pytest.raises(BadFile, match="document type"):
        read(bomb)


def test_endnote_xml_that_is_cut_off_is_refused_with_its_line() -> None:
    with pytest.raises(BadFile, match="not well-formed") as caught:
        read(ENDNOTE[:700])
    assert caught.value.where.startswith("demo.txt:")


def test_bibtex_is_plain_text_with_its_raw_markup_kept() -> None:
    first, second = read(BIBTEX).records
    assert first.title == "A Made-Up Title: 95% of α"
    assert first.authors == ("Müller, Józef", "Tale and Fable Group", "Roe, B.")
    assert (first.journal, first.year, first.pages, first.doi) == ("Journal of Fiction", 2020, "1-9", "10.1000/demo")
    assert first.abstract == "Braces inside braces and an @ sign"
    assert dict(first.raw)["title"].startswith("{A}")
    assert second.title == "Another"


@pytest.mark.parametrize(
    "text", ["@article{a, title = {open", '@article{a, title = "open}', "@article{a, title = {x} oops"]
)
def test_a_bibtex_entry_without_an_end_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(BadFile) as caught:
        read("@book{b, title = {Fine}}\n" + text)
    assert caught.value.where == "demo.txt:2"


@pytest.mark.parametrize("text", [WOS, OVID_TAGS, OVID_NAMES, REFWORKS, ENDNOTE, BIBTEX])
def test_line_ends_do_not_matter_in_any_format(text: str) -> None:
    for end in ("\r\n", "\r"):
        assert read(text.replace("\n", end)) == read(text)
