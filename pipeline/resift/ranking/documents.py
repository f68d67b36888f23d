"""What the ranking reads of a record: its words, nothing else."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The words of one record: title, abstract, and the terms it was indexed with.

    ``keywords`` are index terms (MeSH headings) and author keywords alike, one phrase each. Authors, journal and
    year are left out on purpose: an order must not favour who wrote a paper or where it appeared.

    >>> Document(id="pubmed-1", title="Befriending", abstract="A trial.").text
    'Befriending A trial.'
    """

    id: str
    title: str
    abstract: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Title and abstract as one text; a record without an abstract is its title."""
        return f"{self.title} {self.abstract}".strip()


def asked(question: str) -> list[Document]:
    """The review's question as one document that is wanted by definition; none where nothing is asked.

    >>> [d.title for d in asked("Does befriending help?")], asked("  ")
    (['Does befriending help?'], [])
    """
    return [Document(id="question", title=question)] if question.strip() else []
