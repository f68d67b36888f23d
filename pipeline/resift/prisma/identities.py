"""The arithmetic of a flow: checks C1 to C14, which need nothing but the numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from resift.prisma.fields import Counts, parts, total
from resift.prisma.findings import Finding, error, warning


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """``field`` = sum of ``plus`` - sum of ``minus``; tested where ``field`` and one of ``given`` are given."""

    code: str
    field: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()
    given: tuple[str, ...] = ()

    def test(self, counts: Counts) -> Finding | None:
        """The finding, if it does not hold."""
        if self.field not in counts or not any(_given(counts, f) for f in self.given or self.plus):
            return None
        stated, derived = total(counts, self.field), sum(total(counts, f) for f in self.plus)
        derived -= sum(total(counts, f) for f in self.minus)
        if stated == derived:
            return None
        return error(
            self.code, f"{self.field} is {stated:,} but {self._formula(counts)} = {derived:,}", field=self.field
        )

    def _formula(self, counts: Counts) -> str:
        signed = [(" + ", f) for f in self.plus] + [(" - ", f) for f in self.minus]
        shown = [x for i, x in enumerate(signed) if i == 0 or total(counts, x[1])]
        return "".join(f"{sign}{f} {total(counts, f):,}" for sign, f in shown).removeprefix(" + ")


def _given(counts: Counts, field: str) -> bool:
    value = counts.get(field)
    return isinstance(value, int) or bool(value)


IDENTITIES = (
    Identity(code="C1", field="database_results", plus=("database_specific_results",)),
    Identity(code="C1", field="register_results", plus=("register_specific_results",)),
    Identity(code="C1", field="excluded_automatic", plus=("excluded_automatic_reasons",)),
    Identity(code="C1", field="excluded_other", plus=("excluded_other_reasons",)),
    Identity(code="C1", field="new_studies", plus=("x_included_by_source",)),
    Identity(code="C2", field="duplicates", plus=("duplicates_within", "duplicates_between")),
    Identity(
        code="C3", field="records_screened", plus=("database_results", "register_results"),
        minus=("duplicates", "excluded_automatic", "excluded_other"),
    ),
    Identity(
        code="C4", field="records_excluded",
        plus=("x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping"),
    ),
    Identity(
        code="C5", field="dbr_sought_reports", plus=("records_screened", "x_dbr_record_report_adj"),
        minus=("records_excluded", "x_screening_pending"), given=("records_screened",),
    ),
    Identity(
        code="C6", field="dbr_assessed", plus=("dbr_sought_reports",),
        minus=("dbr_notretrieved_reports", "x_dbr_pending"),
    ),
    Identity(
        code="C6", field="other_assessed", plus=("other_sought_reports",),
        minus=("other_notretrieved_reports", "x_other_pending"),
    ),
    Identity(
        code="C9", field="new_reports", plus=("dbr_assessed", "other_assessed"),
        minus=(
            "dbr_excluded", "other_excluded", "x_new_reports_of_previous_studies", "x_studies_awaiting",
            "x_studies_ongoing",
        ),
    ),
    Identity(
        code="C11", field="total_studies", plus=("previous_studies", "new_studies"),
        minus=("x_previous_studies_removed",),
    ),
    Identity(
        code="C11", field="total_reports",
        plus=("previous_reports", "new_reports", "x_new_reports_of_previous_studies"),
        minus=("x_previous_reports_removed",),
    ),
)  # fmt: skip

OTHER_IDENTIFIED = ("website_results", "organisation_results", "citations_results", "x_other_sources")

# (part, whole): what can never be more than what it is taken from.
NOT_ABOVE = (
    ("C6", "dbr_notretrieved_reports", "dbr_sought_reports"),
    ("C6", "other_notretrieved_reports", "other_sought_reports"),
    ("C7", "dbr_excluded", "dbr_assessed"),
    ("C7", "other_excluded", "other_assessed"),
    ("C11", "x_previous_studies_removed", "previous_studies"),
    ("C11", "x_previous_reports_removed", "previous_reports"),
    ("C10", "total_studies_ma", "total_studies"),
    ("C10", "total_reports_ma", "total_reports"),
)

STUDIES = (
    ("previous_studies", "previous_reports"),
    ("x_previous_studies_removed", "x_previous_reports_removed"),
    ("new_studies", "new_reports"),
    ("total_studies", "total_reports"),
    ("total_studies_ma", "total_reports_ma"),
)

REASONS = ("dbr_excluded", "other_excluded", "excluded_other_reasons", "x_other_removed")
EMPTY_REASONS = frozenset(
    {"", "other", "others", "other reason", "other reasons", "no reason given", "na", "n/a", "none"}
)


def check_counts(counts: Counts) -> tuple[Finding, ...]:
    """Whether the numbers of a flow can be true together: checks C1 to C14.

    ``counts`` has the field names of the PRISMA2020 template and the extensions; lists as line and count. An
    identity is tested where its fields are given; a field that is not given counts as nothing.

    >>> for f in check_counts({"database_results": 1000, "duplicates": 100, "records_screened": 400}):
    ...     print(f)
    C3 error: records_screened is 400 but database_results 1,000 - duplicates 100 = 900
    """
    found = [f for f in (identity.test(counts) for identity in IDENTITIES) if f]
    for rule in (_negative, _not_above, _title_reasons, _other_lane, _studies, _reasons):
        found += rule(counts)
    return tuple(sorted(found, key=lambda f: int(f.code[1:])))


def _negative(counts: Counts) -> Iterator[Finding]:
    for field in counts:
        lines = parts(counts, field).items() or [("", total(counts, field))]
        for line, n in lines:
            if n < 0 and field != "x_dbr_record_report_adj":
                yield error("C12", f"{field} {line!r} is negative: {n}" if line else f"{field} is negative: {n}",
                            field=field, reason=line)  # fmt: skip


def _not_above(counts: Counts) -> Iterator[Finding]:
    for code, part, whole in NOT_ABOVE:
        if part in counts and whole in counts and total(counts, part) > total(counts, whole):
            text = f"{part} is {total(counts, part):,}, more than {whole} {total(counts, whole):,}"
            yield error(code, text, field=part)


def _title_reasons(counts: Counts) -> Iterator[Finding]:
    lines = parts(counts, "records_excluded_reasons")
    excluded = total(counts, "x_excluded_by_human") + total(counts, "x_excluded_by_automation")
    if lines and "x_excluded_by_human" in counts and sum(lines.values()) != excluded:
        text = f"primary reasons at title and abstract sum to {sum(lines.values()):,}, not to the {excluded:,} excluded"
        yield error("C7", text, field="records_excluded_reasons")


def _other_lane(counts: Counts) -> Iterator[Finding]:
    if "other_sought_reports" not in counts:
        return
    sought, identified = total(counts, "other_sought_reports"), sum(total(counts, f) for f in OTHER_IDENTIFIED)
    explained = total(counts, "x_other_removed") + total(counts, "x_other_screening_pending")
    field = "other_sought_reports"
    if sought > identified:
        text = f"{field} is {sought:,}, more than the {identified:,} records identified by other methods"
        yield error("C8", text, field=field)
    if identified - sought != explained:
        text = (
            f"of {identified:,} records identified by other methods {sought:,} were sought; {explained:,} are explained"
        )
        yield warning("C8", text, field=field)


def _studies(counts: Counts) -> Iterator[Finding]:
    for studies, reports in STUDIES:
        if studies in counts and reports in counts:
            s, r = total(counts, studies), total(counts, reports)
            if s > r:
                yield error("C10", f"{studies} is {s:,}, more than {reports} {r:,}", field=studies)
            elif (s == 0) != (r == 0):
                yield error("C10", f"{studies} is {s:,} but {reports} is {r:,}: a study has a report", field=studies)


def _reasons(counts: Counts) -> Iterator[Finding]:
    for field in REASONS:
        for reason, n in parts(counts, field).items():
            yield from _reason(field, reason, n)


def _reason(field: str, reason: str, n: int) -> Iterable[Finding]:
    if reason.strip().casefold() in EMPTY_REASONS:
        yield warning("C13", f"{field} has {n:,} under {reason!r}, which says nothing", field=field, reason=reason)
    if n == 0:
        yield warning("C13", f"{field} lists {reason!r} with a count of 0", field=field, reason=reason)
    if field in {"dbr_excluded", "other_excluded"} and "duplicate" in reason.casefold():
        text = f"{field} has {reason!r}: duplicates belong under removed before screening"
        yield warning("C14", text, field=field, reason=reason)
