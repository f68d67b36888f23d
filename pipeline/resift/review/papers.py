"""Which report a PDF is: told by DOI, PMID or title, each with its evidence, and refused where two reports fit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote

from rapidfuzz import fuzz

from resift.formats.pdf import Paper
from resift.records import Doi, NormalTitle, Pmid, Record

WORDS = 5
"""A title of fewer words says too little to know a report by it."""
ALIKE = 95.0
"""How alike two titles must be, of 100 (rapidfuzz's ratio over normal forms)."""
TOP = 2500
"""A paper's own title stands among so many letters of its first page, in normal form."""
_ABOUT = re.compile(
    r"(?:correct(?:ion|ed version)|corrigendum|erratum|comment(?:ary)?|repl(?:y|ies)|response|retract(?:ion|ed)|letter|"
    r"editorial|review) (?:to|on|of|for|from)(?: (?:the|an|article|paper|study|entitled|titled))*$"
)
_MORE = re.compile(
    r"(?:an? |the )?(?:study |trial )?(?:protocol|statistical analysis plan|(?:post hoc|secondary) analysis)\b"
)
_PMID = re.compile(r"(?:^|[^\da-z])(?:pmid|pubmed)[\W_]*(\d{1,8})(?!\d)", re.I)


@dataclass(frozen=True)
class Sought:
    """A report that is sought, with its records: what a file is known by."""

    report: str
    records: Sequence[Record]

    @cached_property
    def dois(self) -> frozenset[Doi]:
        """The DOIs of its records."""
        return frozenset(r.doi for r in self.records if r.doi)

    @cached_property
    def pmids(self) -> frozenset[Pmid]:
        """The PMIDs of its records."""
        return frozenset(r.pmid for r in self.records if r.pmid)

    @cached_property
    def titles(self) -> frozenset[NormalTitle]:
        """The titles of its records that are long enough to know it by."""
        forms = (NormalTitle.of(t) for r in self.records for t in (r.title, r.original_title))
        return frozenset(t for t in forms if len(t.split()) >= WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a file was found to be: the one report that fits and why, or none and why not.

    ``report`` is empty where no report fits or more than one does; ``fits`` then names those that did.
    """

    paper: Paper
    report: str = ""
    evidence: str = ""
    fits: tuple[str, ...] = ()


def match(paper: Paper, sought: Iterable[Sought]) -> Match:
    """Which of the sought reports a file is.

    The first kind of evidence that any report has is followed: the DOI or PMID in the file's name, the DOI in its
    properties, a DOI that stands alone on its first page, its title. Where that kind fits two reports, or the file
    carries another DOI than the report, nothing is decided.
    """
    pool = list(sought)
    for name, found in _kinds(paper, pool):
        if len(found) > 1:
            return Match(paper=paper, fits=tuple(sorted(found)), evidence=f"{name}, which fits more than one report")
        if found:
            ((report, words),) = found.items()
            other = _other_doi(paper, next(s for s in pool if s.report == report))
            if other and not words.startswith("DOI"):
                return Match(paper=paper, fits=(report,), evidence=f"{words}, but its DOI is {other}")
            return Match(paper=paper, report=report, evidence=words)
    return Match(paper=paper, evidence="it has no DOI, PMID or title of a report that is sought")


def _kinds(paper: Paper, pool: Sequence[Sought]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Each kind of evidence with the reports that have it, and its words."""
    named = _named_dois(paper.name, pool)
    yield "the DOI in its name", {s.report: f"DOI {d} in its name" for s in pool for d in s.dois if d in named}
    pmids = _named_pmids(paper.name)
    yield "the PMID in its name", {s.report: f"PMID {p} in its name" for s in pool for p in s.pmids if p in pmids}
    own = set(paper.dois)
    yield "the DOI in its properties", {s.report: f"DOI {d} in its properties" for s in pool for d in s.dois & own}
    if len(paper.printed) == 1:
        alone = paper.printed[0]
        yield "the DOI on its first page", {s.report: f"DOI {alone} on its first page" for s in pool if alone in s.dois}
    shown = _Shown.of(paper)
    yield "its title", {s.report: words for s in pool if (words := shown.where(sorted(s.titles)))}


def _named_dois(name: str, pool: Iterable[Sought]) -> set[Doi]:
    """The known DOIs that a file's name is made of, with the slash in any of the forms that file names give it."""
    stem = _plain(unquote(re.sub(r"\.pdf$", "", name, flags=re.I)))
    return {d for s in pool for d in s.dois if stem in (_plain(d), f"doi{_plain(d)}", f"httpsdoiorg{_plain(d)}")}


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.lower())


def _named_pmids(name: str) -> set[str]:
    stem = re.sub(r"\.pdf$", "", name, flags=re.I).strip()
    marked = {x.lstrip("0") for x in _PMID.findall(stem)}
    return marked | ({stem.lstrip("0")} if re.fullmatch(r"\d{6,8}", stem) else set())


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where a file may show its title, in normal form: its properties, the head of its first page, its name."""

    given: str
    head: str
    stem: str

    @classmethod
    def of(cls, paper: Paper) -> _Shown:
        stem = re.sub(r"\.pdf$", "", paper.name, flags=re.I).replace("-", " ")
        return cls(NormalTitle.of(paper.title), NormalTitle.of(paper.text)[:TOP], NormalTitle.of(stem))

    def where(self, titles: Iterable[str]) -> str:
        """Where one of the titles is shown, in words; nothing where none is."""
        for title in titles:
            if self.given and fuzz.ratio(title, self.given, score_cutoff=ALIKE):
                return "title in its properties"
            if _stands_in(title, self.head):
                return "title on its first page"
            if fuzz.ratio(title, self.stem, score_cutoff=ALIKE) or _stands_in(title, self.stem):
                return "title in its name"
        return ""


def _stands_in(title: str, text: str) -> bool:
    """Whether a text shows a title as its own: not as that of a paper which it is about, nor as that of its protocol.

    >>> _stands_in("a fictional trial of choirs", "journal of fiction a fictional trial of choirs jo doe")
    True
    >>> _stands_in("a fictional trial of choirs", "correction to a fictional trial of choirs jo doe")
    False
    """
    found = fuzz.partial_ratio_alignment(title, text, score_cutoff=ALIKE)
    if found is None or len(text) < len(title) * ALIKE / 100:
        return False
    before, after = text[: found.dest_start].rstrip(), text[found.dest_end :].lstrip()
    return not (_ABOUT.search(before[-80:]) or _MORE.match(after))


def _other_doi(paper: Paper, sought: Sought) -> str:
    """The DOI that a file carries for sure and that is none of the report's, if it has one."""
    sure = paper.dois or (paper.printed if len(paper.printed) == 1 else ())
    return sure[0] if sure and sought.dois and not sought.dois & set(sure) else ""
