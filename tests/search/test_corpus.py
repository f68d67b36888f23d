"""Records on disk, searched in the place of PubMed."""

from pathlib import Path

from resift.search.corpus import Corpus


def test_a_folder_of_answers_gives_its_records_and_names_the_files_without_any(tmp_path: Path) -> None:
    (tmp_path / "error.xml").write_text("<eSearchResult><ERROR>Database is not supported</ERROR></eSearchResult>")
    body = "<PMID>90000001</PMID><Article><ArticleTitle>Fictional</ArticleTitle></Article>"
    article = f"<PubmedArticle><MedlineCitation>{body}</MedlineCitation></PubmedArticle>"
    (tmp_path / "set.xml").write_text(f"<PubmedArticleSet>{article}</PubmedArticleSet>")
    corpus = Corpus([tmp_path])
    assert [r.accession for r in corpus.records] == ["90000001"]
    assert [p.name for p in corpus.skipped] == ["error.xml"]
