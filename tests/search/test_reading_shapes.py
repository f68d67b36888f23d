"""Articles of any shape that the document type allows, read in two ways that share no code."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import fields
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.search import genuine_shape, second_reading

from resift.records import Doi, Pmid, Record
from resift.search.medline import read_records

KINDS = (
    "AssociatedDataset AssociatedPublication CommentIn CommentOn CorrectedandRepublishedIn CorrectedandRepublishedFrom "
    "ErratumIn ErratumFor ExpressionOfConcernIn ExpressionOfConcernFor RepublishedIn RepublishedFrom "
    "RetractedandRepublishedIn RetractedandRepublishedFrom RetractionIn RetractionOf UpdateIn UpdateOf "
    "SummaryForPatientsIn OriginalReportIn ReprintIn ReprintOf Cites"
)
WORDS = st.lists(st.sampled_from(["a < b & c", "café", "two  spaces", "\n", "β", "x\u2009y", "plain"]), min_size=1)
MARKUP = st.sampled_from(["{}", "<i>{}</i>", "<sub>{}</sub> and <b><i>{}</i></b>", "{}<sup/>"])
TEXT = st.builds(lambda words, markup: markup.replace("{}", escape(" ".join(words))), WORDS, MARKUP)
DATES = (
    "<Year>2016</Year>", "<Year>2016</Year><Month>Mar</Month>", "<Year>2016</Year><Month>03</Month><Day>09</Day>",
    "<Year>2016</Year><Season>Winter</Season>", "<MedlineDate>1998 Dec-1999 Jan</MedlineDate>",
    "<MedlineDate>Summer 1987</MedlineDate>", "<MedlineDate>2016 Mar 1-15</MedlineDate>",
    "<MedlineDate>n</MedlineDate>",
)  # fmt: skip


def maybe(form: str, *values: st.SearchStrategy[str], most: int = 1) -> st.SearchStrategy[str]:
    """Nothing, or an element (or up to ``most`` of them) with values in the places of its form."""
    one = st.tuples(*values).map(lambda found: form.format(*found))
    return st.lists(one, max_size=most).map("".join)


def within(tag: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """An element with all its parts."""
    return st.tuples(*parts).map(lambda found: f"<{tag}>{''.join(found)}</{tag.split(maxsplit=1)[0]}>")


DATE, YN = st.sampled_from(DATES), st.sampled_from("YN")
PERSON = within(
    "Author",
    maybe("<LastName>{}</LastName>", TEXT), maybe("<ForeName>{}</ForeName>", TEXT),
    maybe("<Initials>{}</Initials>", TEXT), maybe("<Suffix>{}</Suffix>", TEXT),
    maybe("<CollectiveName>{}</CollectiveName>", TEXT),
    maybe("<AffiliationInfo><Affiliation>{}</Affiliation></AffiliationInfo>", TEXT, most=2),
)  # fmt: skip
DOI, PMID = st.sampled_from(["10.5555/Fiction.1", "none", ""]), st.integers(0, 99).map(str)
IDS = maybe('<ArticleId IdType="doi">{}</ArticleId>', DOI), maybe('<ArticleId IdType="pubmed">{}</ArticleId>', PMID)
ARTICLE = within(
    'Article PubModel="Print"',
    within("Journal", maybe("<ISSN>{}</ISSN>", TEXT),
           within("JournalIssue", maybe("<Volume>{}</Volume>", TEXT), maybe("<PubDate>{}</PubDate>", DATE)),
           maybe("<Title>{}</Title>", TEXT), maybe("<ISOAbbreviation>{}</ISOAbbreviation>", TEXT)),
    maybe("<ArticleTitle>{}</ArticleTitle>", TEXT),
    maybe('<ELocationID EIdType="doi" ValidYN="{}">{}</ELocationID>', YN, DOI, most=2),
    maybe("<Abstract>{}</Abstract>", maybe('<AbstractText Label="{}">{}</AbstractText>',
                                           st.sampled_from(["", "AIMS"]), TEXT, most=3)),
    maybe("<AuthorList>{}</AuthorList>", st.lists(PERSON, max_size=3).map("".join)),
    maybe("<Language>{}</Language>", st.sampled_from(["eng", "ger"]), most=2),
    maybe("<PublicationTypeList><PublicationType>{}</PublicationType></PublicationTypeList>", TEXT),
    maybe("<VernacularTitle>{}</VernacularTitle>", TEXT), maybe("<ArticleDate>{}</ArticleDate>", DATE, most=2),
)  # fmt: skip
DESCRIPTOR = '<DescriptorName MajorTopicYN="{0[0]}">{0[1]}</DescriptorName>'
QUALIFIER = '<QualifierName MajorTopicYN="{}">{}</QualifierName>'
HEADING = within("MeshHeading", st.tuples(YN, TEXT).map(DESCRIPTOR.format), maybe(QUALIFIER, YN, TEXT, most=2))
NOTE = '<CommentsCorrections RefType="{}"><RefSource>{}</RefSource>{}</CommentsCorrections>'
CITATION = within(
    "MedlineCitation", st.sampled_from(["1", "2"]).map('<PMID Version="{}">7</PMID>'.format), ARTICLE,
    maybe("<ChemicalList><Chemical><RegistryNumber>0</RegistryNumber><NameOfSubstance>{}</NameOfSubstance></Chemical>"
          "</ChemicalList>", TEXT),
    within("CommentsCorrectionsList", maybe(NOTE, st.sampled_from(KINDS.split()), TEXT,
                                            maybe("<PMID>{}</PMID>", PMID), most=3)),
    maybe("<MeshHeadingList>{}</MeshHeadingList>", st.lists(HEADING, max_size=3).map("".join)),
    maybe("<OtherAbstract><AbstractText>{}</AbstractText></OtherAbstract>", TEXT),
    maybe('<KeywordList Owner="NOTNLM"><Keyword>{}</Keyword></KeywordList>', TEXT, most=2),
)  # fmt: skip
REFERENCE = within("Reference", maybe("<Citation>{}</Citation>", TEXT), within("ArticleIdList", *IDS))
MARK = '<PubMedPubDate PubStatus="{}"><Year>2016</Year><Month>2</Month><Day>29</Day></PubMedPubDate>'
DATA = within(
    "PubmedData",
    within("History", maybe(MARK, st.sampled_from(["entrez", "pubmed", "medline", "received"]), most=3)),
    within("ArticleIdList", *IDS),
    maybe("<ReferenceList>{}</ReferenceList>", st.lists(REFERENCE, max_size=3).map("".join), most=2),
)  # fmt: skip


def _compare(element: ET.Element, record: Record) -> None:
    expected = second_reading.article(element)
    got = {f.name: getattr(record, f.name) for f in fields(Record)}
    got["headings"] = [(h.name, h.major, h.qualifiers) for h in record.headings]
    got["notices"] = [(n.kind, n.pmid, n.citation) for n in record.notices]
    assert {name: got[name] for name in expected} == expected
    assert {pair for pair in second_reading.kept(element) if pair[0] in ("CR", "RN")} <= set(record.raw)


@given(within("PubmedArticle", CITATION, DATA))
def test_an_article_of_any_shape_is_read_as_a_second_reading_reads_it(article):
    (record,) = read_records(f"<PubmedArticleSet>{article}</PubmedArticleSet>".encode())
    _compare(ET.fromstring(article), record)  # noqa: S314 (written here)


@pytest.mark.parametrize("seed", range(5))
def test_the_records_of_the_benchmark_are_read_whole(seed):
    body = "".join(genuine_shape.article_set(5, seed)).encode()
    root = ET.fromstring(body)  # noqa: S314 (written here)
    for element, record in zip(root, read_records(body), strict=True):
        _compare(element, record)
        assert second_reading.kept(element) <= set(record.raw)
        assert (len(record.authors), len(record.headings), len(record.references)) == (8, 10, 10)


NEAR_DOI = st.from_regex(r"10\.[0-9]{3,10}(/[a-zA-Z0-9._()%;:\[\]<>/-]{0,6}){0,3}( |\[doi\])?", fullmatch=True)
NEAR_PMID = st.from_regex(r"[0-9\u0660-\u0669]{0,9}(\.0)?", fullmatch=True)


@given(NEAR_DOI, NEAR_PMID)
def test_an_identifier_in_its_normal_form_already_is_read_as_one_that_is_not(doi, pmid):
    # white space before it is no normal form, so that every step is taken
    assert Doi.parse(doi) == Doi.parse(f" {doi}")
    assert Pmid.parse(pmid) == Pmid.parse(f" {pmid}")
