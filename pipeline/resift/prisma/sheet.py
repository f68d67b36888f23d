"""The CSV of the R package PRISMA2020: its 34 rows, written and read byte for byte.

Source: PRISMA2020 (R, MIT), inst/extdata/PRISMA.csv; Haddaway NR, et al. Campbell Syst Rev 2022;18:e1230. UTF-8
without a byte-order mark, LF between rows and none after the last, quotes only where they are needed, ``NA`` for what
does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count

from resift.prisma.fields import LISTS, Counts, parts, total

COLUMNS = ("data", "node", "box", "description", "boxtext", "tooltips", "url", "n")
NA = "NA"
_DBR, _OTHER = "(databases and registers)", "(other)"
_EACH = "[separate reasons and numbers using ; e.g. Reason1, xxx; Reason2, xxx; Reason3, xxx]"
_BY_DATABASE = "Identification of new studies via databases and registers"
_BY_OTHER = "Identification of new studies via other methods"
_BEFORE, _BEFORE_REPORTS = (
    "Studies included in previous version of review",
    "Reports of studies included in previous version of review",
)


def _page(name: str) -> str:
    return f"{name}.html"


def _head(node: str, box: str, colour: str, text: str) -> tuple[str, ...]:
    title = f"{colour} title box; {text}"
    return (NA, node, box, title, text, title, _page(box))


def _first(field: str, node: str, box: str, description: str, text: str, tooltip: str = "") -> tuple[str, ...]:
    return (field, node, box, description, text, tooltip or description, _page(field))


def _next(field: str, box: str, description: str, text: str, *, node: str = NA, url: str = NA) -> tuple[str, ...]:
    return (field, node, box, description, text, NA, url)


def _lane(field: str, node: str, box: str, text: str, lane: str, *, each: str = "", url: str = "") -> tuple[str, ...]:
    tooltip = f"{text} {lane}"
    return (field, node, box, f"{tooltip}: {each}" if each else tooltip, text, tooltip, url or _page(field))


def _bar(name: str, node: str) -> tuple[str, ...]:
    title = f"Blue {name} box"
    return (name, node, name, title, name.capitalize(), title, _page(name))


_FROM = "Records identified from: "
ROWS = (
    _head("node4", "prevstud", "Grey", "Previous studies"),
    _first("previous_studies", "node5", "box1", _BEFORE, _BEFORE),
    _next("previous_reports", "box1", _BEFORE_REPORTS, _BEFORE_REPORTS, url=_page("previous_reports")),
    _head("node6", "newstud", "Yellow", _BY_DATABASE),
    _first("database_results", "node7", "box2", f"{_FROM}Databases", "Databases", f"{_FROM}Databases and Registers"),
    _next("database_specific_results", "box2", f"{_FROM}specific databases", "Specific Databases",
          url=_page("database_results")),
    _next("register_results", "box2", f"{_FROM}Registers", "Registers"),
    _next("register_specific_results", "box2", f"{_FROM}specific registers", "Specific Registers",
          url=_page("database_results")),
    _head("node16", "othstud", "Grey", _BY_OTHER),
    _first("website_results", "node17", "box11", f"{_FROM}Websites", "Websites",
           f"{_FROM}Websites, Organisations and Citation Searching"),
    _next("organisation_results", "box11", f"{_FROM}Organisations", "Organisations", node=""),
    _next("citations_results", "box11", f"{_FROM}Citation searching", "Citation searching"),
    _first("duplicates", "node8", "box3", "Duplicate records", "Duplicate records"),
    _next("excluded_automatic", "box3", "Records marked as ineligible by automation tools",
          "Records marked as ineligible by automation tools"),
    _next("excluded_other", "box3", "Records removed for other reasons", "Records removed for other reasons"),
    _lane("records_screened", "node9", "box4", "Records screened", _DBR),
    _lane("records_excluded", "node10", "box5", "Records excluded", _DBR),
    _lane("dbr_sought_reports", "node11", "box6", "Reports sought for retrieval", _DBR),
    _lane("dbr_notretrieved_reports", "node12", "box7", "Reports not retrieved", _DBR),
    _lane("other_sought_reports", "node18", "box12", "Reports sought for retrieval", _OTHER),
    _lane("other_notretrieved_reports", "node19", "box13", "Reports not retrieved", _OTHER),
    _lane("dbr_assessed", "node13", "box8", "Reports assessed for eligibility", _DBR),
    _lane("dbr_excluded", "node14", "box9", "Reports excluded", _DBR, each=_EACH, url=_page("dbrexcludedrecords")),
    _lane("other_assessed", "node20", "box14", "Reports assessed for eligibility", _OTHER),
    _lane("other_excluded", "node21", "box15", "Reports excluded", _OTHER, each=_EACH),
    _first("new_studies", "node15", "box10", "New studies included in review", "New studies included in review"),
    _next("new_reports", "box10", "Reports of new included studies", "Reports of new included studies"),
    _first("total_studies", "node22", "box16", "Total studies included in review", "Total studies included in review"),
    _next("total_reports", "box16", "Reports of total included studies", "Reports of total included studies"),
    _bar("identification", "node1"), _bar("screening", "node2"), _bar("included", "node3"),
    ("total_studies_ma", "node23", "box17", "Total studies included in meta-analysis",
     "Total studies included in meta-analysis", "Total studies included in meta-analysis",
     "total_studies_meta_analysis.html"),
    _next("total_reports_ma", "box17", "Reports of total included studies in meta-analysis",
          "Reports of total included studies in meta-analysis"),
)  # fmt: skip
FIXED = frozenset({NA, "identification", "screening", "included"})
"""What stands in ``data`` for headers and side bars; their ``n`` is always 0 and counts nothing."""


def written(counts: Counts) -> str:
    """A flow in the 34 rows of the R package; what is not given is ``NA``.

    Commas and semicolons inside a name would cut it there, so each becomes a dash; the true names stand in flow.csv.

    >>> written({"dbr_excluded": {"Wrong design, or none": 3, "No outcome": 1}}).splitlines()[23].split(".html,")[1]
    '"Wrong design - or none, 3; No outcome, 1"'
    """
    return text((COLUMNS, *((*row, "0" if row[0] in FIXED else _cell(counts, row[0])) for row in ROWS)))


def refilled(rows: Sequence[Sequence[str]], counts: Counts) -> str:
    """A file of the R package with its own labels, tooltips and addresses, and with these counts.

    ``rows`` are the file's rows with its header; what ``counts`` does not have stays as it was.
    """
    at, n = rows[0].index("data"), rows[0].index("n")
    return text((
        rows[0],
        *((*r[:n], _cell(counts, r[at]), *r[n + 1 :]) if r[at] in counts and r[at] not in FIXED else r
          for r in rows[1:]),
    ))  # fmt: skip


def _cell(counts: Counts, field: str) -> str:
    lines = parts(counts, field)
    if lines:
        return "; ".join(f"{name}, {n}" for name, n in zip(_names(lines), lines.values(), strict=True))
    return NA if field not in counts or (field in LISTS and not total(counts, field)) else str(total(counts, field))


def _names(lines: Iterable[str]) -> list[str]:
    """The names as they may stand there; of names that became the same the later ones get a number."""
    found: list[str] = []
    for line in lines:
        name = _name(line)
        again = (f"{name} ({i})" for i in count(2))
        found.append(name if name not in found else next(a for a in again if a not in found))
    return found


def _name(line: str) -> str:
    return re.sub(r"\s*[,;]\s*", " - ", " ".join(line.split())).strip(" -") or "No name"


def text(rows: Iterable[Sequence[str]]) -> str:
    """Rows in the R package's form: the counterpart of reading them as CSV.

    >>> text([("data", "n"), ("dbr_excluded", "Reason1, 10"), ("NA", "")])
    'data,n\\ndbr_excluded,"Reason1, 10"\\nNA,'
    """
    return "\n".join(",".join(_quoted(cell) for cell in row) for row in rows)


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\n\r') else cell
