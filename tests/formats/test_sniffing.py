"""Formats are known by their content (all content is made up)."""

import pytest

from resift.errors import BadFile
from resift.formats import PUBMED_XML, read_bytes, read_file, sniff


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. \nTY  - JOUR\n", "RIS"),
        ("Record #3 of 18\nProvider: Tale Press\n\nTY  -  JOUR\n", "RIS"),
        ("\n\nPMID- 12345678\nOWN - NLM\n", "MEDLINE text"),
        ("\nOWN - ERIC\nTI  - Made up\n", "MEDLINE text"),
        ("FN Clarivate\nVR 1.0\nPT J\n", "Web of Science tagged"),
        ("<1. >\nVN  - Ovid Technologies\n", "Ovid tagged"),
        ("<1337>\nAuthor\n  Doe\n", "Ovid tagged"),
        ("RT Journal Article\nT1 Made up\n", "RefWorks tagged"),
        ("%0 Journal Article\n%T Made up\n", "EndNote tagged"),
        ("% made by hand\n@article{doe,\n", "BibTeX"),
        ('<?xml version="1.0"?><xml><records><record>', "EndNote XML"),
        ('<?xml version="1.0"?><!DOCTYPE PubmedArticleSet><PubmedArticleSet>', PUBMED_XML),
        ("PMID,Title,Authors\n1,Made up,Doe A\n", "CSV"),
        ("Title\tAuthors\tCustom 1\nMade up\tDoe\t\n", "TSV"),
        ('"SEARCH QUERY","fiction:ti"\n----\n\n"Title","Author Names","DOI"\n"Made up","Doe A.",""\n', "CSV"),
    ],
)
def test_a_format_is_known_by_its_first_sign(text: str, expected: str) -> None:
    assert sniff(text) == expected


def test_a_sign_inside_a_later_abstract_does_not_decide() -> None:
    assert sniff('title,abstract,label\nMade up,"Aims:\nTY  - not a tag\n@inbook{x",1\n') == "CSV"
    assert sniff("TY  - JOUR\nAB  - Aims:\nPMID- was asked for\n<1>\nER  - \n") == "RIS"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!DOCTYPE html><html><body>Please log in</body></html>", "web page"),
        ("<html>", "web page"),
        ('{"records": []}', "JSON"),
        ("[]", "JSON"),
        ("<eFetchResult><ERROR>Unable to obtain query</ERROR></eFetchResult>", "Unable to obtain query"),
        ("<svg></svg>", "neither from PubMed nor from EndNote"),
        ("TI  - Made up\nER  - \n", "without any TY"),
        ("Dear Ada,\nhere they are", 'the first line is "Dear Ada,"'),
        ("colour,size\nred,1\n", "not a known export format"),
    ],
)
def test_what_is_no_export_is_refused_by_what_it_is(text: str, message: str) -> None:
    with pytest.raises(BadFile, match=message) as caught:
        sniff(text)
    assert caught.value.then


def test_a_known_format_that_is_not_read_says_what_to_export_instead() -> None:
    with pytest.raises(BadFile, match="EndNote tagged is not read here") as caught:
        read_bytes(b"%0 Journal Article\n%T Made up\n", name="demo.enw")
    assert "RIS" in caught.value.then


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BadFile, match=r"missing\.ris: cannot be read"):
        read_file(tmp_path / "missing.ris")


def test_the_name_of_a_file_does_not_matter(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "medline.ris"
    path.write_text("PMID- 12345678\nTI  - Made up\n", encoding="utf-8")
    assert read_file(path).format == "MEDLINE text"
