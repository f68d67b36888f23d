"""The use of automation, drafted from the log for PRISMA-trAIce (Holst et al. 2025) and the joint position on RAISE."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from resift import __version__
from resift.decisions import VERDICTS, Stage
from resift.reporting.document import Block, Link, Paragraph, Section, Table, columns
from resift.review.report.snapshot import Snapshot

_LOG, _FORM, _NOT = "from the log", "needs author", "not applicable"
_RAISE = (
    "Joint position of Cochrane, the Campbell Collaboration, JBI and the Collaboration for Environmental Evidence "
    "(Flemyng et al. 2025, "
)


def automation_section(snapshot: Snapshot) -> Section:
    """What programs did, and what people decided."""
    return Section(id="automation", title="Use of automation", blocks=list(_blocks(snapshot)))


def _blocks(snapshot: Snapshot) -> Iterator[Block]:
    yield Paragraph(text=statement(snapshot))
    yield Paragraph(text=(
        f"{_RAISE}", Link(text="doi 10.1002/14651858.ED000178", to="https://doi.org/10.1002/14651858.ED000178"),
        "): the authors stay responsible, people oversee what programs do, and whatever makes or suggests a judgement "
        "is reported openly. An order of reading suggests judgements, so it is reported here. Developers are asked to "
        "follow RAISE; whether this program does was not assessed.",
    ))  # fmt: skip
    heads = columns("Item", "Asks for", "Draft", "State")
    yield Table(caption="PRISMA-trAIce, drafted from the log", columns=heads, rows=list(_items(snapshot)),
                name="automation")  # fmt: skip
    yield Paragraph(text=("PRISMA-trAIce is a proposed extension (Holst et al. 2025, ",
                    Link(text="doi 10.2196/80247", to="https://doi.org/10.2196/80247"), ")."))  # fmt: skip


def models(snapshot: Snapshot) -> dict[str, int]:
    """Each model that ordered the reading of a decision on title and abstract, and of how many."""
    return dict(Counter(
        e.model for es in snapshot.state.events.at(Stage.SCREENING).values() for e in es
        if e.model and e.verb in VERDICTS
    ).most_common())  # fmt: skip


def statement(snapshot: Snapshot) -> str:
    """The use of automation in a few sentences, as a draft for the paper."""
    unread = len(snapshot.flow["x_not_screened_stopping"]) if snapshot.begun else 0
    by_tools = len(snapshot.flow["x_excluded_by_automation"]) if snapshot.begun else 0
    return (
        f"Searches, deduplication and counting were done with resift {__version__}. Duplicates were found by fixed "
        f"rules. {_ranking(snapshot)} Every decision to include or exclude was made by a person: programs excluded "
        f"{by_tools:,} records, and {unread:,} were left unread. No language model was used by resift."
    )


def _ranking(snapshot: Snapshot) -> str:
    made = sum(models(snapshot).values()) if snapshot.begun else 0
    if not made:
        return "Reports were not ranked."
    return (
        "A text classifier put the reports in the order in which each reviewer read them, learning from that "
        "reviewer's own decisions only; the previous version's reports and the review's question were its first "
        "examples. "
        f"{made:,} decisions on title and abstract were made in such an order."
    )


def _items(snapshot: Snapshot) -> Iterator[tuple[str, str, str, str]]:
    ranked = models(snapshot) if snapshot.begun else {}
    config = snapshot.state.config
    why = "Reading what is likely to be relevant first." if ranked else ""
    yield "T1, A1", "Automation in title and abstract", "See the statement above.", _FORM
    yield "I1", "Why it was used", why, _FORM
    yield "M1", "Whether the protocol planned it, and deviations", "", _FORM
    yield "M2", "Name, version, provider, access", f"resift {__version__}, run locally, free software", _LOG
    yield "M3", "Stage and task", _task(ranked), _LOG
    yield ("M4", "What it was given", "Title, abstract, keywords and headings of the records, and the reviewer's own "
           "decisions" if ranked else "", _LOG if ranked else _NOT)  # fmt: skip
    yield ("M5", "What it gave, and what was done with it", "An order of reading; nobody saw a score as a decision"
           if ranked else "", _LOG if ranked else _NOT)  # fmt: skip
    yield "M6", "Language models: the text sent, and settings", "None was used by resift", _NOT
    yield "M7", "Other models: algorithm and settings", "\n".join(ranked), _LOG if ranked else _NOT
    yield ("M8", "Oversight by people", f"{config.reviewers} decisions asked for on each report; see Screening", _LOG)
    yield "M9", "How its performance was judged", "See the curve of found against read" if ranked else "", _FORM
    yield "M10", "Data handling and privacy", "No record was sent elsewhere to be ranked" if ranked else "", _FORM
    yield "R1", "Flow that separates people and automation", _flow(snapshot), _LOG
    yield "R2", "Results of that judgement", "See Order of reading, recall and stopping", _LOG if ranked else _NOT
    yield "D1, D2", "Limits and experience", "", _FORM


def _task(ranked: dict[str, int]) -> str:
    order = "; order of reading at title and abstract" if ranked else ""
    return f"Identification: running searches, finding duplicates by rules{order}"


def _flow(snapshot: Snapshot) -> str:
    if not snapshot.begun:
        return "No record was found yet"
    human, tools, unread = (len(snapshot.flow[f]) for f in
                            ("x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping"))  # fmt: skip
    return f"Records excluded by a person {human:,}, by automation {tools:,}, not read {unread:,}"
