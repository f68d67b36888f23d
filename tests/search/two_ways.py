"""A fictional PubMed that has each unconfirmed fact as resift assumes it, or the other way where it is told so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from resift.search import service_facts, shapes, syntax_facts
from resift.search.answers import Entrez
from resift.search.asked import Asked
from resift.search.corpus import Corpus
from resift.search.server import Answer, Pace, Server, background
from resift.search.service_facts import DAY, MANY, NO_PHRASE, PMID
from resift.search.syntax_facts import ABOVE, BELOW, OTHER_LANGUAGE, PLAIN, QUALIFIED

FACTS = (*service_facts.FACTS, *syntax_facts.FACTS)
CHECKABLE = [f.id for f in FACTS if f.requests]
TOO_FAR = "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. Fictional rest."
NO_SUCH_PHRASE = ("QuotedPhraseNotFound", NO_PHRASE)
RECORD = (
    '<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{}</PMID><Article PubModel="Print">'
    "<ArticleTitle>A fictional study.</ArticleTitle></Article>{}</MedlineCitation><PubmedData/></PubmedArticle>"
)
OTHER_TEXT = "<AbstractText>Los hortelanos del barrio.</AbstractText>"
ELSEWHERE = f'<OtherAbstract Type="Publisher" Language="spa">{OTHER_TEXT}</OtherAbstract>'


class TwoWays(Server):
    """Each fact whose id is in ``other`` is the other way; ``failing`` answers every request in its place."""

    def __init__(self, other: Collection[str] = (), failing: Answer | None = None) -> None:
        self.other, self.failing = frozenset(other), failing
        self.forms: list[Asked] = []
        super().__init__(Entrez(Corpus([])), Pace(lambda: 0.0, enforced=False), ("127.0.0.1", 0))

    def answer(self, utility: str, method: str, form: str, caller: str) -> Answer:
        """The answer to a check's question; an AssertionError (and no answer) to anything else."""
        asked = Asked.of(form)
        self.forms.append(asked)
        if self.failing:
            return self.failing
        body = getattr(self, f"_{utility}")(asked)
        return body if isinstance(body, Answer) else Answer(status=200, body=body)

    def _either(self, fact: str, assumed: int, otherwise: int) -> int:
        return otherwise if fact in self.other else assumed

    def _einfo(self, _: Asked) -> bytes:
        fields = [("ALL", "All Fields"), ("TIAB", "Title/Abstract")]
        return shapes.database(9, fields + ([("AB", "Abstract")] if "U3" in self.other else []))

    def _efetch(self, asked: Asked) -> bytes | Answer:
        if asked.one("id") == "none":
            said = b"ID list is empty! In it there are neither IDs nor accessions.\n"
            return shapes.records([]) if "P4b" in self.other else Answer(status=400, body=said, kind="text/plain")
        if "P5" in self.other:
            return shapes.records([b"<NewKindOfArticle/>"])
        return shapes.records(RECORD.format(i, ELSEWHERE if i != PMID else "").encode() for i in asked.ids())

    def _esearch(self, asked: Asked) -> bytes:
        term, start, most = asked.one("term"), asked.number("retstart", 0), asked.number("retmax", 20)
        if term == MANY:
            return self._large(start, most)
        if term == f"{PMID}[uid]" and start:
            said = [("OutputMessage", "Restrictions achieved. start and count adjusted to 1 and 0")]
            return self._found(1, start, [] if "P4a" in self.other else said)
        if term in (NO_PHRASE, f"{NO_PHRASE}[tiab]"):
            silent = ("P2a" if term.endswith("]") else "P2b") in self.other
            return self._found(40, 0, [] if silent else [NO_SUCH_PHRASE])
        if "ps" in term and "*[ti] OR" in term:
            return self._wildcards(term.count("*"))
        if "~3" in term:
            kept = "" if "U2" in self.other else ":~3"
            return self._found(5, 0, read=f'"covid treatment"[Title/Abstract{kept}]')
        if term == OTHER_LANGUAGE:
            return shapes.found(["501", "502"], 2, 0, term, "", [], [])
        return self._found(self._count(asked, term))

    def _count(self, asked: Asked, term: str) -> int:
        """How many records match what needs only a number."""
        created = self._either("P1a", 12, 0)
        by_parameter = {
            "edat": self._either("P1c", 11, 0), "crdt": self._either("P8", created, 99), "": 0,
        }[asked.one("datetype")]  # fmt: skip
        return {
            f"{DAY}:{DAY}[crdt]": created,
            f"{DAY}:{DAY}[edat]": self._either("P1b", 11, 0),
            "all[sb]": by_parameter,
            f"{PMID}:{PMID}[UID]": self._either("P7e", 1, 0),
            "psychosis": 7,
            PLAIN: 30,
            f"{PLAIN} NOT {syntax_facts.TRUNCATED}": self._either("U1", 0, 3),
            "(social[ti] OR psychosis[ti]) NOT (social[ti] or psychosis[ti])": self._either("U5", 0, 8),
            f"{BELOW} NOT {ABOVE}": self._either("U10a", 50, 0),
            '"clinical trial"[pt:noexp]': self._either("U10b", 20, 0),
            QUALIFIED: 9,
            f'{QUALIFIED} NOT "Mental Disorders"[mh:noexp]': self._either("U10c", 0, 4),
            "501[uid] AND hortelanos[tiab]": self._either("U12", 1, 0),
        }[term]

    def _large(self, start: int, most: int) -> bytes:
        if start >= 9999:
            return self._found(30_000, start) if "P7d" in self.other else shapes.error("eSearchResult", TOO_FAR)
        cap = {9999: self._either("P7a", 9999, 9998), 10_000: self._either("P7b", 9999, 10_000)}.get(most, 9999)
        end = min(start + most, cap + (start > 0) * self._either("P7c", 0, 1))
        return shapes.found([str(n) for n in range(start + 1, end + 1)], 30_000, start, MANY, "", [], [])

    def _wildcards(self, number: int) -> bytes:
        most = 255 if "U4a" in self.other else 999 if "U4b" in self.other else 256
        said = [("OutputMessage", "Too many wildcards (fictional wording)")] if number > most else []
        return self._found(0 if said else 60, 0, said)

    def _found(self, count: int, start: int = 0, warnings: shapes.Remarks = (), read: str = "as it stands") -> bytes:
        return shapes.found([], count, start, read, "", [], warnings)


@contextmanager
def pubmed(other: Collection[str] = (), failing: Answer | None = None) -> Iterator[TwoWays]:
    """Such a PubMed, running while the block lasts."""
    server = TwoWays(other, failing)
    with background(server):
        yield server
