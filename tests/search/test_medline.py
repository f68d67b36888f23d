"""PubMed's XML as records: each expected value was read off the fictional XML beside it."""

from __future__ import annotations

import datetime as dt
import gzip
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import BadFile, SearchFailed
from resift.records import Heading, Notice
from resift.search.medline import articles, blobs, read_records

FULL = """<PubmedArticle>
 <MedlineCitation Status="MEDLINE" Owner="NLM" IndexingMethod="Manual">
  <PMID Version="2">00000042</PMID>
  <Article PubModel="Print-Electronic">
   <Journal><ISSN IssnType="Electronic">0000-0019</ISSN>
    <JournalIssue CitedMedium="Internet"><Volume>7</Volume><Issue>3-4</Issue>
     <PubDate><Year>2015</Year><Month>Sep</Month></PubDate></JournalIssue>
    <Title>Journal of invented studies</Title><ISOAbbreviation>J. Invent. Stud.</ISOAbbreviation></Journal>
   <ArticleTitle>[Befriending in <i>small</i>
       towns: H<sub>2</sub>O &amp; well-being].</ArticleTitle>
   <Pagination><StartPage>12</StartPage><EndPage>19</EndPage><MedlinePgn>12-9</MedlinePgn></Pagination>
   <ELocationID EIdType="doi" ValidYN="N">10.5555/wrong</ELocationID>
   <ELocationID EIdType="doi" ValidYN="Y">10.5555/FICTION.42</ELocationID>
   <Abstract><AbstractText Label="AIMS" NlmCategory="OBJECTIVE">To invent <b>p</b>&lt;0.05.</AbstractText>
    <AbstractText Label="RESULTS">Nothing is true.</AbstractText><AbstractText>Unlabelled.</AbstractText>
    <CopyrightInformation>Nobody.</CopyrightInformation></Abstract>
   <AuthorList CompleteYN="Y">
    <Author ValidYN="Y"><LastName>Fictus</LastName><ForeName>Ann B</ForeName><Initials>AB</Initials>
     <Suffix>Jr</Suffix><Identifier Source="ORCID">0000-0000-0000-0000</Identifier>
     <AffiliationInfo><Affiliation>University of Nowhere.</Affiliation></AffiliationInfo></Author>
    <Author ValidYN="Y"><LastName>Mononym</LastName>
     <AffiliationInfo><Affiliation>University of Nowhere.</Affiliation></AffiliationInfo>
     <AffiliationInfo><Affiliation>Institute of Elsewhere.</Affiliation></AffiliationInfo></Author>
    <Author ValidYN="Y"><CollectiveName>The Invented Group</CollectiveName></Author></AuthorList>
   <Language>ger</Language><Language>eng</Language>
   <PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType>
    <PublicationType UI="D016441">Retracted Publication</PublicationType></PublicationTypeList>
   <VernacularTitle>Besuche in kleinen Städten.</VernacularTitle>
   <ArticleDate DateType="Electronic"><Year>2015</Year><Month>08</Month><Day>09</Day></ArticleDate>
  </Article>
  <MedlineJournalInfo><Country>Nowhere</Country><MedlineTA>J Invent Stud</MedlineTA><NlmUniqueID>000</NlmUniqueID>
   <ISSNLinking>0000-0027</ISSNLinking></MedlineJournalInfo>
  <ChemicalList><Chemical><RegistryNumber>0</RegistryNumber>
   <NameOfSubstance UI="D1">Inventine</NameOfSubstance></Chemical></ChemicalList>
  <SupplMeshList><SupplMeshName Type="Disease" UI="C1">Invented disease</SupplMeshName></SupplMeshList>
  <CommentsCorrectionsList>
   <CommentsCorrections RefType="RetractionIn"><RefSource>J Invent Stud. 2016;8:1</RefSource><PMID>43</PMID>
   </CommentsCorrections>
   <CommentsCorrections RefType="UpdateOf"><RefSource>Elsewhere. 2001</RefSource></CommentsCorrections>
  </CommentsCorrectionsList>
  <MeshHeadingList>
   <MeshHeading><DescriptorName UI="D2" MajorTopicYN="N">Loneliness</DescriptorName>
    <QualifierName UI="Q1" MajorTopicYN="Y">prevention &amp; control</QualifierName>
    <QualifierName UI="Q2" MajorTopicYN="N">psychology</QualifierName></MeshHeading>
   <MeshHeading><DescriptorName UI="D3" MajorTopicYN="N">Humans</DescriptorName></MeshHeading></MeshHeadingList>
  <OtherAbstract Type="Publisher" Language="ger"><AbstractText>Erfunden.</AbstractText></OtherAbstract>
  <KeywordList Owner="NOTNLM"><Keyword MajorTopicYN="N">befriending</Keyword>
   <Keyword MajorTopicYN="N">small <i>towns</i></Keyword></KeywordList>
 </MedlineCitation>
 <PubmedData>
  <History>
   <PubMedPubDate PubStatus="entrez"><Year>2015</Year><Month>8</Month><Day>10</Day><Hour>6</Hour><Minute>0</Minute>
   </PubMedPubDate>
   <PubMedPubDate PubStatus="pubmed"><Year>2015</Year><Month>8</Month><Day>11</Day></PubMedPubDate>
   <PubMedPubDate PubStatus="medline"><Year>2016</Year><Month>1</Month><Day>2</Day></PubMedPubDate></History>
  <PublicationStatus>ppublish</PublicationStatus>
  <ArticleIdList><ArticleId IdType="pubmed">42</ArticleId><ArticleId IdType="pmc">PMC7</ArticleId></ArticleIdList>
  <ReferenceList><Title>References</Title>
   <Reference><Citation>One.</Citation><ArticleIdList><ArticleId IdType="doi">10.5555/One</ArticleId>
    <ArticleId IdType="pubmed">11</ArticleId></ArticleIdList></Reference>
   <Reference><Citation>Two.</Citation><ArticleIdList><ArticleId IdType="doi">10.5555/Two</ArticleId></ArticleIdList>
   </Reference><Reference><Citation>Three, without any identifier.</Citation></Reference>
   <ReferenceList><Reference><ArticleIdList><ArticleId IdType="pubmed">13</ArticleId></ArticleIdList></Reference>
   </ReferenceList></ReferenceList>
 </PubmedData></PubmedArticle>"""
EXPECTED = {
    "id": "pubmed-1",
    "accession": "42",
    "pmid": "42",
    "version": 2,
    "database": "PubMed",
    "title": "[Befriending in small towns: H2O & well-being].",
    "original_title": "Besuche in kleinen Städten.",
    "abstract": "AIMS: To invent p<0.05.\nRESULTS: Nothing is true.\nUnlabelled.",
    "other_abstract": "Erfunden.",
    "authors": ("Fictus AB Jr", "Mononym", "The Invented Group"),
    "affiliations": ("University of Nowhere.", "Institute of Elsewhere."),
    "journal": "Journal of invented studies",
    "journal_short": "J Invent Stud",
    "volume": "7",
    "issue": "3-4",
    "pages": "12-9",
    "issn": ("0000-0019", "0000-0027"),
    "doi": "10.5555/fiction.42",
    "languages": ("ger", "eng"),
    "publication_types": ("Journal Article", "Retracted Publication"),
    "headings": (
        Heading(name="Loneliness", major=True, qualifiers=("prevention & control", "psychology")),
        Heading(name="Humans"),
    ),
    "keywords": ("befriending", "small towns"),
    "substances": ("Inventine", "Invented disease"),
    "notices": (
        Notice(kind="RetractionIn", pmid="43", citation="J Invent Stud. 2016;8:1"),
        Notice(kind="UpdateOf", citation="Elsewhere. 2001"),
    ),
    "references": ("11", "10.5555/two", "13"),
    "year": 2015,
    "published": ("2015-09", "2015-08-09"),
    "created": dt.date(2015, 8, 10),
    "entered": dt.date(2015, 8, 11),
    "indexed": dt.date(2016, 1, 2),
    "retracted": True,
}
BOOK = """<PubmedBookArticle><BookDocument><PMID Version="1">51</PMID>
<ArticleIdList><ArticleId IdType="bookaccession">NBK0</ArticleId></ArticleIdList>
<Book><Publisher><PublisherName>Nowhere Press</PublisherName></Publisher>
<BookTitle book="x">Invented reviews</BookTitle>
<PubDate><Year>2013</Year></PubDate>
<AuthorList Type="editors"><Author><LastName>Editor</LastName></Author></AuthorList>
<AuthorList Type="authors"><Author><LastName>Writer</LastName><Initials>W</Initials></Author></AuthorList>
<Isbn>0000000000</Isbn></Book>{title}<Language>eng</Language>
<Abstract><AbstractText>Of nothing.</AbstractText></Abstract></BookDocument>
<PubmedBookData><History><PubMedPubDate PubStatus="entrez"><Year>2014</Year><Month>1</Month><Day>5</Day>
</PubMedPubDate></History></PubmedBookData></PubmedBookArticle>"""


@pytest.mark.parametrize("field", sorted(EXPECTED))
def test_every_field_of_an_article_is_read(field, make_set):
    (record,) = read_records(make_set(FULL))
    assert getattr(record, field) == EXPECTED[field]


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        ("FAU", "Fictus, Ann B Jr"), ("AUID", "ORCID: 0000-0000-0000-0000"), ("PMC", "PMC7"), ("DP", "2015 Sep"),
        ("PHST", "2015/8/10 6:0 [entrez]"), ("STAT", "MEDLINE"), ("IM", "Manual"), ("CI", "Nobody."), ("JID", "000"),
    ],
)  # fmt: skip
def test_what_no_field_holds_is_kept_under_its_tag(tag, value, make_set):
    (record,) = read_records(make_set(FULL))
    assert (tag, value) in record.raw


def test_a_chapter_names_its_book_and_a_whole_book_has_its_own_title(make_set):
    chapter, whole = read_records(
        make_set(BOOK.format(title="<ArticleTitle>A chapter</ArticleTitle>"), BOOK.format(title="")), prefix="b"
    )
    assert (chapter.id, chapter.title, chapter.journal) == ("b-1", "A chapter", "Invented reviews")
    assert (whole.id, whole.title, whole.journal) == ("b-2", "Invented reviews", "")
    assert (whole.authors, whole.year, whole.abstract) == (("Writer W",), 2013, "Of nothing.")
    assert whole.created == dt.date(2014, 1, 5)


@pytest.mark.parametrize(
    ("date", "year", "published"),
    [
        ("<Year>2016</Year>", 2016, ("2016",)),
        ("<Year>2016</Year><Month>Mar</Month>", 2016, ("2016-03",)),
        ("<Year>2016</Year><Month>03</Month><Day>9</Day>", 2016, ("2016-03-09",)),
        ("<Year>2016</Year><Season>Winter</Season>", 2016, ("2016",)),
        ("<Year>2016</Year><Season>Jul-Oct</Season>", 2016, ("2016-07",)),
        ("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>", 1998, ("1998-12",)),
        ("<MedlineDate>2000 Spring-Summer</MedlineDate>", 2000, ("2000",)),
        ("<MedlineDate>Summer 1987</MedlineDate>", 1987, ("1987",)),
        ("<MedlineDate>no date</MedlineDate>", None, ()),
        ("", None, ()),
    ],
)
def test_publication_dates_of_every_shape_are_read(date, year, published, make_article, make_set):
    journal = f"<Journal><JournalIssue><PubDate>{date}</PubDate></JournalIssue></Journal>"
    (record,) = read_records(make_set(make_article(1, article=journal)))
    assert (record.year, record.published) == (year, published)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("<MedlinePgn>228-42</MedlinePgn>", "228-42"),
        ("<StartPage>3</StartPage><EndPage>9</EndPage>", "3-9"),
        ("<StartPage>e7</StartPage><MedlinePgn></MedlinePgn>", "e7"),
    ],
)
def test_pages_come_from_whichever_element_has_them(pages, expected, make_article, make_set):
    (record,) = read_records(make_set(make_article(1, article=f"<Pagination>{pages}</Pagination>")))
    assert record.pages == expected


def test_comments_and_processing_instructions_are_no_text(make_article, make_set):
    (record,) = read_records(make_set(make_article(1, "Be<!-- not this -->friend<?nor this?>ing.")))
    assert record.title == "Befriending."


def test_named_characters_are_read_without_the_dtd_that_defines_them(make_article, make_set):
    (record,) = read_records(make_set(make_article(1, "caf&eacute; &amp;lt; <i>&beta;-test</i>")))
    assert record.title == "café &lt; β-test"


def test_entities_are_neither_expanded_nor_fetched(tmp_path, make_article):
    (tmp_path / "secret").write_text("do not read this")
    dtd = f'<!DOCTYPE PubmedArticleSet [<!ENTITY a "boom"><!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    body = f"{dtd}<PubmedArticleSet>{make_article(1, 'T &a; &x;')}</PubmedArticleSet>".encode()
    (record,) = read_records(body)
    assert "do not read" not in record.title
    assert "boom" not in record.title


def test_a_dtd_that_cannot_be_had_is_not_missed(make_article):
    dtd = '<!DOCTYPE PubmedArticleSet SYSTEM "http://192.0.2.1/absent.dtd">'
    assert [r.pmid for r in read_records(f"{dtd}<PubmedArticleSet>{make_article(1)}</PubmedArticleSet>".encode())] == [
        "1"
    ]


def test_an_article_alone_and_a_compressed_file_are_read_too(tmp_path, make_article, make_set):
    assert [r.pmid for r in read_records(make_article(3).encode())] == ["3"]
    (tmp_path / "set.xml.gz").write_bytes(gzip.compress(make_set(make_article(4))))
    assert [r.pmid for r in read_records(tmp_path / "set.xml.gz")] == ["4"]


def test_an_empty_set_has_no_records_and_is_no_error(make_set):
    assert list(read_records(make_set())) == []


def test_each_article_is_dropped_once_the_next_is_asked_for(make_article, make_set):
    read = articles(make_set(*map(make_article, (1, 2, 3))))
    first, second, _ = (next(read) for _ in range(3))
    assert (len(first), first.getparent(), len(second)) == (0, None, 0)


def test_a_blob_is_the_article_as_it_was_written(make_article, make_set):
    texts = [make_article(n, "Café &amp; <i>β</i>.", data="<PublicationStatus>x</PublicationStatus>") for n in (1, 2)]
    assert list(blobs(make_set(*texts))) == [("1", texts[0].encode()), ("2", texts[1].encode())]


SMALL = (
    "<PubmedArticle><MedlineCitation><PMID>{}</PMID><Article><ArticleTitle>T</ArticleTitle></Article></MedlineCitation>"
    "</PubmedArticle>"
)
ONE, TWO = SMALL.format(1), SMALL.format(2)
WRONG = {
    "cut": (f"<PubmedArticleSet>\n{ONE}\n{TWO[:60]}", ":3", "broken or cut short"),
    "never closed": (f"<PubmedArticleSet>\n{ONE}\n{TWO}\n", ":4", "broken or cut short"),
    "web page": ("<!DOCTYPE html>\n<html><body><p>Busy<br></body></html>", ":2", "a web page"),
    "web page that is XML": ("<html><body>Busy</body></html>", ":1", "<html> is not a set"),
    "json": ('{"error":"API rate limit exceeded"}', ":1", "JSON"),
    "text": ("PMID- 1\nTI  - Text.", ":1", "not XML"),
    "nothing": ("", ":1", "nothing in it"),
    "error": ("<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>", ":1", "query #1"),
    "another set": (f"<OtherSet>\n{ONE}</OtherSet>", ":1", "<OtherSet> is not a set"),
    "no PMID": (f"<PubmedArticleSet>\n{SMALL.format('')}</PubmedArticleSet>", ":2", "a PMID"),
    "no article": (
        "<PubmedArticle>\n<MedlineCitation><PMID>1</PMID></MedlineCitation></PubmedArticle>",
        ":1",
        "<Article>",
    ),
}


@pytest.mark.parametrize("case", sorted(WRONG))
def test_what_is_no_pubmed_xml_is_an_error_that_names_the_place(case, tmp_path):
    body, line, message = WRONG[case]
    path = tmp_path / "reply.xml"
    path.write_text(body)
    with pytest.raises(BadFile) as of_file:
        list(read_records(path))
    with pytest.raises(SearchFailed) as of_reply:
        list(read_records(body.encode()))
    assert message in of_file.value.message
    assert of_file.value.where.startswith(f"{path}{line}")
    assert of_reply.value.where.startswith(f"reply{line}")


def test_a_compressed_file_that_is_cut_and_one_that_is_absent_are_errors(tmp_path, make_article, make_set):
    whole = gzip.compress(make_set(*(make_article(n, f"Title {n * 7919}.") for n in range(1, 400))))
    (tmp_path / "cut.xml.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BadFile, match="damaged or cut short"):
        list(read_records(tmp_path / "cut.xml.gz"))
    with pytest.raises(BadFile, match=r"No such file"):
        list(read_records(tmp_path / "absent.xml"))


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=40)


@given(st.lists(TEXT, min_size=1, max_size=4))
def test_any_text_with_any_markup_in_it_is_read_whole(pieces):
    marked = "".join(f"<i>{escape(p)}</i>" if n % 2 else escape(p) for n, p in enumerate(pieces))
    body = (
        f"<PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>{marked}</ArticleTitle>"
        "</Article></MedlineCitation></PubmedArticle></PubmedArticleSet>"
    )
    (record,) = read_records(body.encode())
    assert record.title.split() == "".join(pieces).split()


@given(st.integers(0, 3000))
def test_a_reply_cut_anywhere_is_never_taken_for_a_whole_one(at):
    body = f"<PubmedArticleSet>{FULL}</PubmedArticleSet>".encode()
    with pytest.raises(SearchFailed):
        list(read_records(body[:at]))
