"""The identities of a flow: which count is the sum of which, and what can be said where some are not given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from resift.prisma.fields import OTHER_IDENTIFIED, REMOVED, Counts, template, total
from resift.prisma.findings import Finding, error, warning

OTHER_LANE = (*OTHER_IDENTIFIED, "other_sought_reports", "other_notretrieved_reports", "other_assessed",
              "other_excluded")  # fmt: skip

ADJUSTED = "where records and reports differ in number, x_dbr_record_report_adj says by how many"
OPEN = "where some still wait, x_{}_pending says how many"
COMPANIONS = (
    "reports of previous studies are x_new_reports_of_previous_studies; of studies that are ongoing or await "
    "classification, x_studies_ongoing and x_studies_awaiting"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``field`` = sum of ``plus`` - sum of ``minus``.

    ``needs`` are the boxes that it takes, each as the lines that may stand in it: one line must be given, and a line
    that is left out of a given box counts as nothing, for figures leave out what is empty. Fields in no box of
    ``needs`` are extensions; what is not given of them is nothing. ``apart`` are studies that stand aside: their
    reports, at least one each, may be among what is summed or may have been left out of it. ``hint`` says what may be
    missing.
    """

    code: str
    field: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    apart: tuple[str, ...] = ()
    hint: str = ""


LANE, OTHER = ("dbr_assessed",), ("other_assessed",)

IDENTITIES = (
    Identity(code="C1", field="database_results", plus=("database_specific_results",),
             needs=(("database_specific_results",),)),
    Identity(code="C1", field="register_results", plus=("register_specific_results",),
             needs=(("register_specific_results",),)),
    Identity(code="C1", field="excluded_automatic", plus=("excluded_automatic_reasons",),
             needs=(("excluded_automatic_reasons",),)),
    Identity(code="C1", field="excluded_other", plus=("excluded_other_reasons",),
             needs=(("excluded_other_reasons",),)),
    Identity(code="C1", field="new_studies", plus=("x_included_by_source",), needs=(("x_included_by_source",),)),
    Identity(code="C2", field="duplicates", plus=("duplicates_within", "duplicates_between"),
             needs=(("duplicates_within",), ("duplicates_between",))),
    Identity(
        code="C3", field="records_screened", plus=("database_results", "register_results"), minus=REMOVED,
        needs=(("database_results", "register_results"), REMOVED),
    ),
    Identity(
        code="C4", field="records_excluded",
        plus=("x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping"),
        needs=(("x_excluded_by_human",), ("x_excluded_by_automation", "x_not_screened_stopping")),
    ),
    Identity(
        code="C5", field="dbr_sought_reports", plus=("records_screened", "x_dbr_record_report_adj"),
        minus=("records_excluded", "x_screening_pending"), needs=(("records_screened",), ("records_excluded",)),
        hint=ADJUSTED,
    ),
    Identity(
        code="C6", field="dbr_assessed", plus=("dbr_sought_reports",),
        minus=("dbr_notretrieved_reports", "x_dbr_pending"),
        needs=(("dbr_sought_reports",), ("dbr_notretrieved_reports",)), hint=OPEN.format("dbr"),
    ),
    Identity(
        code="C6", field="other_assessed", plus=("other_sought_reports",),
        minus=("other_notretrieved_reports", "x_other_pending"),
        needs=(("other_sought_reports",), ("other_notretrieved_reports",)), hint=OPEN.format("other"),
    ),
    Identity(
        code="C9", field="new_reports", plus=(*LANE, *OTHER),
        minus=("dbr_excluded", "other_excluded", "x_new_reports_of_previous_studies"),
        apart=("x_studies_awaiting", "x_studies_ongoing"),
        needs=(LANE, ("dbr_excluded",), OTHER, ("other_excluded",)), hint=COMPANIONS,
    ),
    Identity(
        code="C11", field="total_studies", plus=("previous_studies", "new_studies"),
        minus=("x_previous_studies_removed",), needs=(("previous_studies",), ("new_studies",)),
        hint="previous studies that no longer count are x_previous_studies_removed",
    ),
    Identity(
        code="C11", field="total_reports",
        plus=("previous_reports", "new_reports", "x_new_reports_of_previous_studies"),
        minus=("x_previous_reports_removed",), needs=(("previous_reports",), ("new_reports",)),
        hint="new reports of previous studies are x_new_reports_of_previous_studies, reports of previous studies that "
        "no longer count x_previous_reports_removed",
    ),
)  # fmt: skip


# What is taken away from a count that is itself unknown leaves nothing less than nothing.
PART_OF = {"dbr_excluded": "dbr_assessed", "other_excluded": "other_assessed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """An identity that could not be tested in full, and the fields that it lacks."""

    code: str
    field: str
    missing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code} {self.field}: {', '.join(self.missing)} not given"


class Sums:
    """What the given counts say about each count: itself, or what the others make of it."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts if template(counts).startswith("U") else _without_totals(counts)
        self.no_others = not any(total(counts, f) for f in OTHER_LANE)

    def value(self, field: str) -> int | None:
        """The count as given, else as it follows from others, else None."""
        if field in self.counts:
            return total(self.counts, field)
        if self.no_others and field in OTHER_LANE:
            return 0
        known = (i for i in IDENTITIES if i.field == field and not self.missing(i) and not self.apart(i))
        found = next((self.derived(i) for i in known), -1)
        return found if found >= 0 else None

    def apart(self, identity: Identity) -> int:
        """The studies that stand aside."""
        return sum(total(self.counts, f) for f in identity.apart)

    def missing(self, identity: Identity) -> tuple[str, ...]:
        """The first line of each box that the identity takes and that is not known."""
        return tuple(box[0] for box in identity.needs if all(self.value(f) is None for f in box))

    def derived(self, identity: Identity) -> int:
        """The sum of what is known."""
        return sum(self.value(f) or 0 for f in identity.plus) - sum(self.value(f) or 0 for f in identity.minus)

    def formula(self, identity: Identity) -> str:
        """The sum as it was made; what is not given but follows from others is marked so."""
        signed = [(" + ", f) for f in identity.plus] + [(" - ", f) for f in identity.minus]
        shown = [x for i, x in enumerate(signed) if i == 0 or self.value(x[1])]
        return "".join(f"{sign}{self.term(f)}" for sign, f in shown).removeprefix(" + ")

    def term(self, field: str) -> str:
        """A count with its name, and whether it was given."""
        known = "" if field in self.counts or not self.value(field) else " (worked out)"
        return f"{field} {self.value(field) or 0:,}{known}"


def _without_totals(counts: Counts) -> Counts:
    # A new review has no totals; the template of PRISMA2020 leaves a 0 in the rows that it does not use.
    totals = ("total_studies", "total_reports")
    return counts if any(total(counts, f) for f in totals) else {f: n for f, n in counts.items() if f not in totals}


def broken(sums: Sums) -> Iterator[Finding]:
    """A finding for each identity that does not hold.

    Where a box that is taken away is not given, a count can still be too large; where a box that is added is not
    given, too small.
    """
    for identity in IDENTITIES:
        missing, derived = sums.missing(identity), sums.derived(identity)
        added = any(f in identity.plus for f in missing)
        taken = any(f in identity.minus and PART_OF.get(f) not in missing for f in missing)
        if identity.field not in sums.counts:
            if not missing and derived < 0:
                text = f"{identity.field} is not given, and {sums.formula(identity)} = {derived:,} is less than nothing"
                yield error(identity.code, text, field=identity.field)
            continue
        stated = total(sums.counts, identity.field)
        above, below = stated > derived and not added, stated < derived and not taken
        aside = sums.apart(identity)
        covered = aside and (added or derived - stated >= aside)
        if above or (below and not covered):
            yield error(identity.code, _message(sums, identity, stated, missing), field=identity.field)
        elif below and not added and derived - stated > aside:
            text = f"{identity.field}: {derived - stated:,} reports were neither excluded nor included, of"
            yield warning(identity.code, f"{text} {aside:,} studies that stand aside", field=identity.field)


def _message(sums: Sums, identity: Identity, stated: int, missing: tuple[str, ...]) -> str:
    lacking = f", {' and '.join(missing)} not given" if missing else ""
    hint = f" ({identity.hint})" if identity.hint else ""
    return f"{identity.field} is {stated:,} but {sums.formula(identity)} = {sums.derived(identity):,}{lacking}{hint}"


def unchecked(counts: Counts) -> tuple[Unchecked, ...]:
    """The identities that could not be tested in full although some of their counts are given.

    >>> for left in unchecked({"database_results": 10, "records_screened": 9}):
    ...     print(left)
    C1 database_results: database_specific_results not given
    C3 records_screened: duplicates not given
    C5 dbr_sought_reports: dbr_sought_reports, records_excluded not given
    """
    sums, found = Sums(counts), []
    for i in IDENTITIES:
        own = () if i.field in sums.counts else (i.field,)
        lacking = (*own, *sums.missing(i))
        no_total = i.code == "C11" and own and template(counts).startswith("N")
        if lacking and not no_total and any(f in counts for f in (i.field, *i.plus, *i.minus)):
            found.append(Unchecked(code=i.code, field=i.field, missing=lacking))
    return tuple(found)
