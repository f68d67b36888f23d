"""What the report has on each item of the reporting checklists, told from the review: nothing is taken for granted."""

from __future__ import annotations

from collections.abc import Mapping

from resift.decisions import Stage, Verb
from resift.reporting.checklists import START, Fact, author, auto, inapplicable
from resift.review.report.automation import models
from resift.review.report.search_facts import search_facts
from resift.review.report.snapshot import Snapshot

_SYSTEMATIC = "systematic review"


def facts(snapshot: Snapshot) -> Mapping[str, Fact]:
    """All facts by their names in the checklists."""
    return search_facts(snapshot) | {
        "title": title(snapshot), "abstract": author("This report has no abstract."),
        "rationale": rationale(snapshot), "question": question(snapshot), "criteria": criteria(snapshot),
        "selection": selection(snapshot), "collection": collection(snapshot),
        "outcomes": author("Say which outcomes were sought, and which results of each."),
        "variables": variables(snapshot), "grouping": grouping(snapshot), "flow": flow(snapshot),
        "excluded": excluded(snapshot), "characteristics": characteristics(snapshot),
        "amendments": amendments(snapshot), "materials": materials(),
        **_for_abstract(snapshot),
    }  # fmt: skip


def title(snapshot: Snapshot) -> Fact:
    """Whether the title says what this is."""
    if _SYSTEMATIC in snapshot.state.config.title.casefold():
        return auto("", START)
    return author("The title in review.toml does not say that this is a systematic review.", START)


def rationale(snapshot: Snapshot) -> Fact:
    """The author's; the previous version is there to be cited."""
    previous = snapshot.state.config.previous
    return author("The previous version is described.", "previous") if previous else author("")


def question(snapshot: Snapshot) -> Fact:
    """The question as review.toml states it."""
    return auto("The question.", START) if snapshot.state.config.question else author("review.toml has no question.")


def criteria(snapshot: Snapshot) -> Fact:
    """The criteria, and the groups for the synthesis."""
    config = snapshot.state.config
    told = f"{len(config.criteria.items)} criteria"
    if not config.categories:
        return author(f"{told}; say how studies are grouped, or name categories in review.toml.", "criteria")
    return auto(f"{told}; {len(config.categories)} categories of studies.", "criteria", "studies")


def selection(snapshot: Snapshot) -> Fact:
    """Who screened, how independently, and with which order of reading."""
    if not snapshot.state.screening:
        return author("Nothing was screened yet.", "screening")
    ranked = "in an order made by a text classifier" if models(snapshot) else "in no order made by a program"
    return auto(f"{snapshot.state.config.reviewers} decisions asked for on each report, made without seeing others', "
                f"{ranked}.", "screening", "automation")  # fmt: skip


def collection(snapshot: Snapshot) -> Fact:
    """Who charted studies is known; how, is the author's to tell."""
    who = {e.reviewer for es in snapshot.state.events.at(Stage.DATA).values() for e in es if e.verb is Verb.CHART}
    told = f"Charted by {len(who)}: {', '.join(sorted(who))}. " if who else ""
    return author(f"{told}Say how data were taken and confirmed, and whether independently.")


def variables(snapshot: Snapshot) -> Fact:
    """The columns of the table of characteristics are those of what was charted."""
    columns = "Model, population, country, design and outcome are in the table of characteristics. "
    return author(f"{columns if snapshot.studies else ''}Say what else was sought, and what was assumed.", "studies")


def grouping(snapshot: Snapshot) -> Fact:
    """Whether each study is in one of the review's categories."""
    known, studies = snapshot.state.config.categories, snapshot.studies.values()
    outside = sum(s.category not in known for s in studies)
    if not known or not studies:
        return author(
            "No categories are named in review.toml." if not known else "No study is included yet.", "studies"
        )
    if outside:
        return author(f"{outside:,} of {len(studies):,} studies are in no category of review.toml.", "studies")
    return auto(f"Each study in one of {len(known)} categories.", "studies", "counts")


def flow(snapshot: Snapshot) -> Fact:
    """The diagram, unless it is a draft."""
    if snapshot.open_items:
        return author(f"The flow is a draft: {'; '.join(snapshot.open_items)}.", "flow")
    return auto("The flow diagram, and its counts as a table.", "flow")


def excluded(snapshot: Snapshot) -> Fact:
    """Each exclusion at full text with its reason."""
    out = {r: o for r, o in snapshot.state.eligibility.items() if o.state.value == "excluded"}
    bare = sum(not o.reasons for o in out.values())
    if not out and snapshot.open_items:
        return author("None so far.", "excluded")
    if not out:
        return inapplicable("No report was excluded at full text.")
    if bare:
        return author(f"{bare:,} of {len(out):,} reports were excluded without a reason.", "excluded")
    return auto(f"{len(out):,} reports, each with its reason.", "excluded")


def characteristics(snapshot: Snapshot) -> Fact:
    """Each included study with what was charted of it, and its reports cited."""
    studies = snapshot.studies
    bare = sum(not (s.model and s.population and s.design) for s in studies.values())
    uncited = sum(not any(r.title for r in snapshot.reports_of.get(s, ())) for s in studies)
    if not studies:
        return author("No study is included yet.", "studies")
    if bare or uncited:
        told = f"Of {len(studies):,} studies {bare:,} are not fully charted, and of {uncited:,} no report has a title"
        return author(f"{told} to cite it by.", "studies")
    return auto(f"{len(studies):,} studies with their reports.", "studies")


def amendments(snapshot: Snapshot) -> Fact:
    """Whether decisions were made under more than one version of the criteria."""
    versions = {e.criteria for es in snapshot.state.events.at(Stage.SCREENING).values() for e in es if e.criteria}
    if len(versions) > 1:
        return author(f"Decisions were made under {len(versions)} versions of the criteria: say what was changed, and "
                      "why.", "screening")  # fmt: skip
    return author("")


def materials() -> Fact:
    """The files are there; where they can be had is the author's to say."""
    return author("The manifest names every input with its fingerprint; say where these files and the report's tables "
                  "can be had.", "manifest")  # fmt: skip


def _for_abstract(snapshot: Snapshot) -> dict[str, Fact]:
    """What there is to write an abstract from; the report itself has none."""
    runs, studies = snapshot.state.runs, snapshot.studies
    last = (
        f"; the last of {len({r.search for r in runs})} sources on {max(r.searched[:10] for r in runs)}" if runs else ""
    )
    reports = sum(len(r) for r in snapshot.reports_of.values())
    return {
        "abstract-title": author("This report has no abstract."),
        "abstract-question": author("To be told from the question.", START),
        "abstract-criteria": author("To be told from the criteria.", "criteria"),
        "abstract-sources": author(f"To be told from the searches{last}.", "searches"),
        "abstract-studies": author(f"{len(studies):,} studies in {reports:,} reports so far; participants are not "
                                   "counted.", "counts"),
    }  # fmt: skip
