"""Asking the real service whether what resift takes for granted about it is so: one fact, one small check.

The facts themselves stand in ``facts``. A check asks each of its questions once, through the same client, at the same
pace and with the same redaction as a search; it never breaks a rule of the service to see what happens.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from lxml import etree

from resift.errors import SearchFailed
from resift.search.branch import Branch, text
from resift.search.envelopes import BLOCKING, NoService, Remark, excerpt
from resift.search.eutils import Eutils, Unreachable

_DOCTYPE = re.compile(rb"<!DOCTYPE\s+\S+\s+PUBLIC\s+\"[^\"]*\"\s+\"([^\"]*)\"")


class Verdict(StrEnum):
    """What the service's answers say about a fact."""

    HOLDS = "holds"
    FAILS = "does not hold"
    UNKNOWN = "cannot tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came back to one question, as far as it can be read; ``failure`` where the client would not take it."""

    body: bytes = b""
    failure: str = ""
    count: int | None = None
    ids: int = 0
    translation: str = ""
    stack: bool = False
    remarks: tuple[Remark, ...] = ()
    error: str = ""

    @property
    def blocking(self) -> bool:
        """Whether a search would have stopped at a remark in it."""
        return any(r.kind in BLOCKING for r in self.remarks)

    @property
    def dtd(self) -> str:
        """The name of the document type's file; nothing where there is none."""
        found = _DOCTYPE.search(self.body[:1000])
        return found[1].decode("ascii", "replace").rpartition("/")[2] if found else ""

    def __str__(self) -> str:
        if self.failure or self.error:
            return self.failure or f"ERROR: {self.error}"
        if self.count is None:
            return f"{len(self.body):,} bytes{f', {self.dtd}' if self.dtd else ''}"
        said = [f"count {self.count:,}, {self.ids:,} ids", *(f"{r.kind}: {r.text}" for r in self.remarks)]
        return "; ".join([*said, f"read as {self.translation[:80]}"] if self.translation else said)


Ask = Callable[..., Heard]
Judge = Callable[[Ask], tuple[Verdict, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something about PubMed that is not confirmed: the question, what resift assumes, and how to find out.

    ``relied`` where a search would be wrong if the assumption were; ``requests`` is how many are sent at most (none
    where it cannot be checked from here: ``judge`` then says why).
    """

    id: str
    question: str
    assumes: str
    relied: bool = False
    requests: int = 0
    judge: Judge = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A fact with its verdict, the reason, and each question with what came back to it."""

    fact: Fact
    verdict: Verdict
    reason: str
    asked: tuple[tuple[str, str], ...] = ()

    @property
    def broken(self) -> bool:
        """Whether resift relies on something that is not so."""
        return self.fact.relied and self.verdict is Verdict.FAILS

    def as_dict(self) -> dict[str, Any]:
        """The check as plain JSON values."""
        asked = [{"asked": question, "came": came} for question, came in self.asked]
        return {
            "id": self.fact.id, "question": self.fact.question, "assumes": self.fact.assumes,
            "relied": self.fact.relied, "verdict": self.verdict.value, "reason": self.reason, "requests": asked,
        }  # fmt: skip


def fact(
    into: list[Fact], id: str, question: str, assumes: str, *, requests: int = 0, relied: bool = False
) -> Callable[[Judge], Judge]:
    """Put the check below into a list of facts."""

    def keep(judge: Judge) -> Judge:
        into.append(Fact(id=id, question=question, assumes=assumes, relied=relied, requests=requests, judge=judge))
        return judge

    return keep


def trouble(*heard: Heard) -> str:
    """Why these answers tell nothing: the first failure or error among them."""
    return next((h.failure or h.error for h in heard if h.failure or h.error), "")


def told(holds: bool, reason: str, *heard: Heard) -> tuple[Verdict, str]:
    """Holds or not, unless one of the answers is a failure or an error."""
    problem = trouble(*heard)
    if problem:
        return Verdict.UNKNOWN, problem
    return (Verdict.HOLDS if holds else Verdict.FAILS), reason


def total(facts: Iterable[Fact]) -> int:
    """How many requests the checks send at most."""
    return sum(f.requests for f in facts)


def check(eutils: Eutils, facts: Iterable[Fact], progress: Callable[[int, int], object] | None = None) -> list[Checked]:
    """Each fact with its verdict; a SearchFailed where the service does not answer the very first question.

    Give a client that asks only once (``tries=1``): a question that fails is then a fact that cannot be told now.
    """
    wanted, done = list(facts), list[Checked]()
    for fact in wanted:
        done.append(_checked(eutils, fact))
        if progress is not None:
            progress(len(done), len(wanted))
    return done


def _checked(eutils: Eutils, fact: Fact) -> Checked:
    asked: list[tuple[str, str]] = []

    def ask(utility: str, **params: Any) -> Heard:
        heard = _heard(eutils, utility, params)
        asked.append((eutils.redact(_question(utility, params)), _safe(eutils, str(heard))))
        return heard

    verdict, reason = fact.judge(ask)
    return Checked(fact=fact, verdict=verdict, reason=_safe(eutils, reason), asked=tuple(asked))


def _question(utility: str, params: dict[str, Any]) -> str:
    shown = {
        k: v if len(str(v)) <= 200 else f"{str(v)[:80]} ... ({len(str(v)):,} characters)" for k, v in params.items()
    }
    return f"{utility} {' '.join(f'{k}={v}' for k, v in shown.items())}".strip()


def _safe(eutils: Eutils, said: str) -> str:
    return " ".join(eutils.said(said).split())


def _heard(eutils: Eutils, utility: str, params: dict[str, Any]) -> Heard:
    """The answer whatever it says: an error that is asked for on purpose is an answer."""
    kept: list[bytes] = []
    try:
        eutils.ask(utility, params, kept.append, 1)
    except Unreachable as why:
        if eutils.sent == 1:
            raise SearchFailed(why.message, where=why.where, then="check the network, then run it again") from None
        return Heard(failure=why.message)
    except NoService as why:
        if eutils.sent == 1:
            raise
        return Heard(failure=why.message)
    except SearchFailed as why:
        return Heard(failure=why.message)
    return _read(kept[-1])


def _read(body: bytes) -> Heard:
    parser = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False, huge_tree=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Heard(body=body, failure=f"no XML: {excerpt(body)}")
    top = Branch(root)
    error = "; ".join(map(text, top.all("ERROR")))
    lists = [*top.all("ErrorList"), *top.all("WarningList")]
    return Heard(
        body=body,
        count=int(top.text("Count")) if top.text("Count").isdigit() else None,
        ids=len(top.all("IdList", "Id")),
        translation=top.text("QueryTranslation"),
        stack=top.first("TranslationStack") is not None,
        remarks=tuple(Remark(kind=e.tag, text=text(e)) for found in lists for e in found),
        error=" ".join(error.split()),
    )
