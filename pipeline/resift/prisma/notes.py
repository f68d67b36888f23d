"""The footnotes of the diagram: what was done, in place of the template's instructions to authors."""

from __future__ import annotations

from collections.abc import Iterator

from resift.prisma import words
from resift.prisma.fields import Counts, parts, total
from resift.prisma.options import Options


def notes(counts: Counts, template: str, options: Options, refound: int | None = None) -> tuple[str, ...]:
    """The footnotes in print order; ``refound`` is how many previous reports the search found again."""
    listed = (("x_studies_awaiting", words.AWAITING), ("x_studies_ongoing", words.ONGOING))
    return (
        f"* {_sources(counts, options)}",
        f"** {_exclusions(counts, options)}",
        *_duplicates(counts, options),
        *(_other_methods(counts, options) if template.endswith("2") else ()),
        *(_previous(counts, options, refound) if template.startswith("U") else ()),
        *(options.say(text, n=total(counts, field)) for field, text in listed if total(counts, field)),
        options.word(words.CREDIT),
    )


def _sources(counts: Counts, options: Options) -> str:
    lines = (*parts(counts, "database_specific_results"), *parts(counts, "register_specific_results"))
    if not lines:
        return options.word(words.UNLISTED)
    names = ", ".join(options.word(line) for line in lines)
    return options.word(words.LISTED) if options.per_source else options.say(words.SEARCHED, names=names)


def _exclusions(counts: Counts, options: Options) -> str:
    human, tools, unread = (
        total(counts, f) for f in ("x_excluded_by_human", "x_excluded_by_automation", "x_not_screened_stopping")
    )
    if "x_excluded_by_human" not in counts:
        return options.word(words.BY_UNKNOWN)
    text = words.BELOW if unread else words.BY_BOTH if tools else words.BY_HUMAN
    return options.say(text, human=human, tools=tools + unread, unread=unread)


def _duplicates(counts: Counts, options: Options) -> Iterator[str]:
    within, between = total(counts, "duplicates_within"), total(counts, "duplicates_between")
    if within + between:
        yield options.say(words.DUPLICATES, within=within, between=between)


def _other_methods(counts: Counts, options: Options) -> Iterator[str]:
    lines = [f"{options.word(why)} {options.count(n)}" for why, n in parts(counts, "x_other_removed").items() if n]
    if waiting := total(counts, "x_other_screening_pending"):
        lines.append(f"{options.word('Awaiting a decision')} {options.count(waiting)}")
    if lines:
        yield options.say(words.NOT_SOUGHT, reasons="; ".join(lines))


def _previous(counts: Counts, options: Options, refound: int | None) -> Iterator[str]:
    if refound is not None:
        yield options.say(words.REFOUND_AGAIN, previous=total(counts, "previous_reports"), again=refound)
    if new := total(counts, "x_new_reports_of_previous_studies"):
        yield options.say(words.COMPANION if new == 1 else words.COMPANIONS, n=new)
    if gone := total(counts, "x_previous_studies_removed"):
        reports = total(counts, "x_previous_reports_removed")
        yield options.say(words.ONE_GONE if gone == 1 else words.GONE, n=gone, reports=reports)
