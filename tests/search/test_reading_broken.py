"""What is not whole, sound PubMed XML: one clear error that names the file and the place, and no record made up."""

from __future__ import annotations

import gzip
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import BadFile, ReviewError, SearchFailed
from resift.search.medline import articles, read_records

SMALL = (
    "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>{}</ArticleTitle></Article>"
    "</MedlineCitation></PubmedArticle>"
)
ONE = SMALL.format(1, "Befriending.")
SET = f"<PubmedArticleSet>\n{ONE}\n</PubmedArticleSet>"
LAUGHS = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
BOMB = f'<!DOCTYPE PubmedArticleSet [<!ENTITY a "{"x" * 1000}">{LAUGHS}]>'
SPOILED = {
    "entity bomb in an attribute": (f'{BOMB}<PubmedArticleSet x="&i;">{ONE}</PubmedArticleSet>'.encode(), 1),
    "control character": (SET.replace("Bef", "B\x01f").encode(), 2),
    "reference to no character": (SET.replace("Bef", "B&#0;f").encode(), 2),
    "latin-1 bytes declared as UTF-8": (SET.replace("Bef", "K\xf6ln").encode("latin-1"), 2),
    "unknown encoding": (b'<?xml version="1.0" encoding="fictional"?>' + SET.encode(), 1),
    "two sets in one file": ((SET + "\n" + SET).encode(), 4),
    "text after the set": ((SET + "\nand more").encode(), 4),
    "declaration not at the start": (b'\n<?xml version="1.0"?>' + SET.encode(), 2),
    "tags that cross": (SET.replace("</ArticleTitle></Article>", "</Article></ArticleTitle>").encode(), 2),
    "error among the articles": (SET.replace("\n</", "\n<ERROR>Backend failed</ERROR></").encode(), 1),
    "error instead of articles": (b"<PubmedArticleSet><ERROR>Backend failed</ERROR></PubmedArticleSet>", 1),
    "PMID that is none": (f"<PubmedArticleSet>\n{SMALL.format('PMC1', 'T')}</PubmedArticleSet>".encode(), 2),
    "heading without a descriptor": (
        SET.replace("</Article>", "</Article><MeshHeadingList><MeshHeading/></MeshHeadingList>").encode(),
        2,
    ),
    "article inside an article": (SET.replace("</Article>", f"</Article>{ONE}").encode(), 2),
    "article inside another of a set": (
        f"<PubmedArticleSet>\n{ONE}\n{ONE.replace('</Article>', f'</Article>{ONE}')}</PubmedArticleSet>".encode(),
        3,
    ),
    "only white space": (b" \n ", 1),
    "cut after a byte order mark": (b"\xef\xbb\xbf<PubmedArticleSet>\n<PubmedArticle>", 2),
}


@pytest.mark.parametrize("case", sorted(SPOILED))
def test_what_is_spoiled_is_one_error_that_names_the_file_and_the_line(case, tmp_path):
    body, line = SPOILED[case]
    path = tmp_path / "spoiled.xml"
    path.write_bytes(body)
    with pytest.raises(BadFile) as failure:
        list(read_records(path))
    assert re.fullmatch(rf"{re.escape(str(path))}:\d+", failure.value.where)
    assert abs(int(failure.value.where.rpartition(":")[2]) - line) <= 1
    assert failure.value.message
    assert failure.value.then


def test_an_article_that_is_none_is_named_by_its_number():
    body = f"<PubmedArticleSet>{ONE}{SMALL.format('', 'T')}</PubmedArticleSet>".encode()
    with pytest.raises(SearchFailed, match="number 2"):
        list(read_records(body))


def test_latin_1_that_says_so_is_read(tmp_path):
    body = f'<?xml version="1.0" encoding="ISO-8859-1"?>{SET.replace("Befriending", "Köln")}'.encode("latin-1")
    assert [r.title for r in read_records(body)] == ["Köln."]


def test_utf_16_and_a_byte_order_mark_are_read():
    assert [r.title for r in read_records(SET.encode("utf-16"))] == ["Befriending."]
    assert [r.title for r in read_records(b"\xef\xbb\xbf" + SET.encode())] == ["Befriending."]


def test_a_file_is_unpacked_by_what_it_is_and_not_by_its_name(tmp_path):
    (tmp_path / "packed.xml").write_bytes(gzip.compress(SET.encode()))
    (tmp_path / "unpacked.xml.gz").write_bytes(SET.encode())
    for name in ("packed.xml", "unpacked.xml.gz"):
        assert [r.pmid for r in read_records(tmp_path / name)] == ["1"]


@given(st.data())
def test_a_compressed_file_cut_or_changed_anywhere_is_an_error_or_read_whole(data):
    packed = gzip.compress(SET.encode(), mtime=0)
    at = data.draw(st.integers(2, len(packed) - 1))
    changed = bytes([packed[at] ^ data.draw(st.integers(1, 255))])
    spoiled = packed[:at] + data.draw(st.sampled_from([b"", changed + packed[at + 1 :]]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "set.xml.gz"
        path.write_bytes(spoiled)
        try:
            found = [r.title for r in read_records(path)]
        except BadFile:
            return
        # the header's time, name and system are not covered by the checksum
        assert (found, at < 10) == (["Befriending."], True)


def test_neither_a_document_type_nor_an_entity_outside_is_opened(tmp_path, monkeypatch):
    (tmp_path / "outside.dtd").write_text('<!ENTITY x "read from outside">')
    (tmp_path / "secret").write_text("secret")
    dtd = (
        f'<!DOCTYPE PubmedArticleSet SYSTEM "{(tmp_path / "outside.dtd").as_uri()}" '
        f'[<!ENTITY y SYSTEM "{(tmp_path / "secret").as_uri()}">'
        f'<!ENTITY % z SYSTEM "{(tmp_path / "outside.dtd").as_uri()}">]>'
    )
    body = f"{dtd}<PubmedArticleSet>{SMALL.format(1, 'T &x; &y;')}</PubmedArticleSet>".encode()
    (record,) = read_records(body)
    assert "outside" not in record.title.replace("&x;", "")
    assert "secret" not in record.title


@given(st.lists(st.sampled_from([ONE, "<ERROR>no</ERROR>", "<Other/>", "<!-- c -->", "</PubmedArticleSet>", "text"])))
def test_a_set_is_read_whole_or_refused(pieces):
    body = f"<PubmedArticleSet>{''.join(pieces)}</PubmedArticleSet>".encode()
    sound = not {"<ERROR>no</ERROR>", "</PubmedArticleSet>"} & set(pieces)
    try:
        assert (len(list(read_records(body))), sound) == (pieces.count(ONE), True)
    except ReviewError:
        assert not sound


@pytest.mark.parametrize("over", range(-70, 10, 5))
def test_what_lies_across_two_portions_of_the_stream_is_read_whole(over):
    space = " " * (2**15 - len("<PubmedArticleSet>") - len(ONE) + over)
    body = f"<PubmedArticleSet>{ONE}{space}{ONE}{ONE}</PubmedArticleSet>".encode()
    assert [(r.pmid, r.title) for r in read_records(body)] == [("1", "Befriending.")] * 3


def test_a_long_error_among_the_articles_is_told_to_its_end():
    message = "Backend failed: " + "again and " * 9000 + "again"
    with pytest.raises(SearchFailed) as failure:
        list(read_records(SET.replace("\n</", f"\n<ERROR>{message}</ERROR>{ONE}</").encode()))
    assert failure.value.message.endswith(message)


@pytest.mark.parametrize("other", ["", "<ERROR>no</ERROR>", "<PubmedArticle><cut"])
def test_the_records_before_a_failure_are_given(other):
    read = read_records(f"<PubmedArticleSet>{SMALL.format(1, 'T')}{SMALL.format(2, 'T')}{other}".encode())
    assert next(read).pmid == "1"
    with pytest.raises(SearchFailed):
        list(read)


@pytest.mark.parametrize("hidden", ["<!-- {} -->", "<?note {} ?>", "<Other><![CDATA[{}]]></Other>"])
def test_what_only_looks_like_an_article_is_none(hidden):
    for words in (ONE, "</PubmedArticleSet>", "<PubmedArticle>", "<ERROR>no</ERROR>"):
        body = f"<PubmedArticleSet>{hidden.format(words)}{ONE}{hidden.format(words)}</PubmedArticleSet>"
        assert [r.title for r in read_records(body.encode())] == ["Befriending."]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_clear_error(body):
    with pytest.raises(SearchFailed) as failure:
        list(read_records(body))
    assert failure.value.where.startswith("reply:")
    assert failure.value.message


def test_a_file_is_read_as_it_is_asked_for(tmp_path):
    path = tmp_path / "long.xml"
    path.write_bytes(("<PubmedArticleSet>" + "\n".join([ONE] * 5000) + "<cut").encode())
    read = articles(path)
    assert next(read).findtext("MedlineCitation/PMID") == "1"
    with pytest.raises(BadFile):
        list(read)
