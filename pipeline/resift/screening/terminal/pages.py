"""Texts that can be read instead of the record: the keys, the criteria, how far one is, and the end."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from rich.text import Text

from resift.screening.terminal.keymap import MEANING, Act
from resift.screening.terminal.page import Page, wrapped

if TYPE_CHECKING:
    from resift.screening.terminal.front import Front


def help_page(front: Front) -> Page:
    """Every key with what it does on a record."""
    rows = [(front.keys.keys(act), text) for act, text in MEANING.items()
            if not (front.session.settles and act is Act.UNSURE)]  # fmt: skip
    lines = [f"{' '.join(keys).replace('enter', 'Enter'):>15}  {text}" for keys, text in rows]
    lines.insert(4, f"{'1-9 0':>15}  answer a criterion: press again for no, unclear, none")
    body = [line for text in lines for line in wrapped(Text(front.look.text(text)), front.width)]
    signs = [Text(), Text.assemble("Words: ", ("of an inclusion criterion", front.look.include), ", ",
                                   ("of an exclusion criterion", front.look.exclude), ".")]  # fmt: skip
    return Page(head=[Text("Keys", "bold"), Text()], body=body + signs)


def criteria_page(front: Front) -> Page:
    """The criteria in full: what must hold, and what must not."""
    body = []
    for kind, head in (("include", "Must hold, every one:"), ("exclude", "Must not hold, not one:")):
        body.append(Text(head, "bold"))
        for c in front.session.criteria.items:
            if c.kind == kind:
                later = " (judged on the full text)" if c.stage == "eligibility" else ""
                body += wrapped(Text(front.look.text(f"{c.id} {c.text}{later}")), front.width)
        body.append(Text())
    return Page(head=[Text("Criteria", "bold"), Text()], body=body)


def progress_page(front: Front) -> Page:
    """Counts, inclusions over time, and what the stopping rule says."""
    p = front.progress
    verdicts = f"{p.included:,} included, {p.excluded:,} excluded, {p.unsure:,} unsure"
    counts = [f"{p.decided:,} of {p.total:,} read: {verdicts}.",
              f"{p.put_off:,} put off. {p.since_include:,} read since the last inclusion."]  # fmt: skip
    spent = [e.data["ms"] for e in front.session.decided.values() if e.data.get("ms")]
    if spent:
        counts.append(f"Time on a record: {median(spent) / 1000:.0f} s (median).")
    rise = f"Inclusions over time: {front.look.sparkline(p.includes)}" if p.includes else ""
    stopping = front.session.stopping
    body = [x for t in (*counts, rise, "", stopping) for x in wrapped(Text(front.look.text(t)), front.width)]
    return Page(head=[Text("How far you are", "bold"), Text()], body=body)


def end_page(front: Front) -> Page:
    """Nothing is left: what was done, and what can still be done here."""
    keys = front.keys
    say = (f"{keys.key(Act.UNDO)} takes back your last act, "
           f"{keys.key(Act.HISTORY)} shows and changes what you decided, {keys.key(Act.QUIT)} ends.")  # fmt: skip
    done = progress_page(front)
    rest = wrapped(Text(say), front.width)
    return Page(head=[Text("Nothing is left to read at this stage.", "bold"), Text()], body=[*done.body, Text(), *rest])
