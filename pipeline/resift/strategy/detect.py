"""Which platform a strategy was written for, and why one thinks so."""

from __future__ import annotations

import re

from resift.strategy.dialects import DIALECTS

_SIGNS = {
    "ovid": r"""\badj\d*\b|(?<=[\w*$)"])\.(?:ti|ab|tw|mp|kf|kw|pt|fs|sh|af|hw|nm|in)\b(?!\w)|\bexp\s+\*?[A-Z][^()\n]*/
        |"[^"\n]+"/|\w/\s*(?:$|\bor\b|\band\b)|\b(?:or|and)/\d|^\s*(?:\d+[.)]?\s+)?limit\s+\d+\s+to\b""",
    "pubmed": r"""\[(?:mesh|mh|majr|sh|tiab|ti|ab|tw|pt|au|la|dp|crdt|edat|all|nm|ot|sb|title|title/abstract|text\ word
        |mesh\ terms|all\ fields|publication\ type|filter|ta|ad|pdat|mhda)(?:\s*:\s*[~\w\ ]+)?\]""",
    "embase": r"""/(?:exp|de|mj)\b|:(?:ti|ab|kw|de|tn|lnk|au|it|la|py)\b(?:,\w+)*|'[^'\n]+'(?=[:/])|\b(?:NEAR|NEXT)/\d+
        |\[[^\]\n]+\]/(?:lim|py)""",
    "cochrane": r"""(?<!\w)\[mh\b|\bMeSH\s+descriptor\b|:(?:ti|ab|kw)\b(?:,\w+)*|\b(?:NEAR|NEXT)(?:/\d+)?(?=\s)
        |\{(?:or|and)\b""",
    "ebsco": r"""\b(?:MH|MM|TI|AB|SU|XB|TX|DE|MW)\s+[("\w]|\b[NW]\d+\b|\bS\d+\s+(?:AND|OR|NOT)\b""",
    "proquest": r"""\b(?:NOFT|TIAB|MAINSUBJECT(?:\.EXACT)?|SU(?:\.EXACT)?|MESH(?:\.E\w+)?|MJMESH(?:\.E\w+)?
        |TI,AB|AB,TI|TI|AB|IF)\(|\b(?:NEAR|N|PRE|P)/\d+""",
    "wos": r"""\b(?:TOPIC|TITLE):\s*\(|\b(?:Indexes|Timespan)\s*[=:]
        |\b(?:TS|TI|AB|AK|ALL|KP|SO|PY|DT|LA|AU|AD)\s*=|\bNEAR/\d+""",
    "scopus": r"""\b(?:TITLE-ABS-KEY-AUTH|TITLE-ABS-KEY|TITLE-ABS|TITLE|ABS|KEY|AUTHKEY|INDEXTERMS|SRCTITLE|LIMIT-TO
        |DOCTYPE|LANGUAGE)\s*\(|\b(?:W|PRE)/\d+|\bAND\s+NOT\b|\bPUBYEAR\b""",
}
_ANY_CASE = ("ovid", "pubmed", "cochrane")
_PATTERNS = {
    name: re.compile(signs, re.X | re.M | (re.I if name in _ANY_CASE else re.NOFLAG)) for name, signs in _SIGNS.items()
}


def detect(text: str) -> tuple[str, str]:
    """The platform whose own signs stand most often in the text, and the first of them as the reason.

    A sign that several platforms share counts for each; of platforms with as many signs, the one that is listed
    first is taken.

    >>> detect("(social* OR communit*) adj1 network*")
    ('ovid', "'adj1' is written on Ovid")
    >>> detect("'social isolation'/exp OR befriend*:ti,ab")[0], detect("[mh Loneliness] OR befriend*:ti,ab")[0]
    ('embase', 'cochrane')
    >>> detect("befriending AND loneliness")
    ('pubmed', 'no sign of any platform; read as PubMed')
    """
    counts = {name: [m.group() for m in pattern.finditer(text)] for name, pattern in _PATTERNS.items()}
    best = max(counts, key=lambda name: len(counts[name]))
    if not counts[best]:
        if re.search(r"^\s*(?:\d+[.)]?\s+)?\d+\s+(?:and|or|not)\s+\d+\s*$", text, re.I | re.M):
            return "ovid", "lines are referred to by bare numbers, as on Ovid"
        return "pubmed", "no sign of any platform; read as PubMed"
    return best, f"{' '.join(counts[best][0].split())!r} is written on {DIALECTS[best].title}"


def signs(text: str, platform: str) -> list[tuple[int, int]]:
    """Where a text has a platform's signs, as spans."""
    return [m.span() for m in _PATTERNS[platform].finditer(text)]
