"""RIS text cut into records: a reader of lines that tolerates what vendors do, and says what it tolerated."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from resift.errors import BadFile
from resift.formats.entries import Entry, Parsed, Remark

# A tag: two spaces before the hyphen as the format asks, or one with known tags only, since an abstract may wrap so
# that a line begins "ER - ".
_TAG = re.compile(r"[ \t]*([A-Z][A-Z0-9])(?:[ \t]{2,3}-|[ \t]-(?=[ \t]|$)|[ \t]-(?=\S))[ \t]*(.*)")
_STRICT = re.compile(r"[ \t]*[A-Z][A-Z0-9](?:  -| ?\t-)")
_START = re.compile(r"[^A-Za-z0-9]{0,8}TY[ \t]{1,3}-[ \t]*(.*)")
_COUNT = re.compile(r"^[^A-Za-z0-9\n]{0,8}TY[ \t]{1,3}-", re.M)
_END = re.compile(r"[ \t]*ER(?:  -.*|[ \t]{0,3}-?[ \t]*)")
_NUMBER = re.compile(r"\s*(?:\d+\.|<\d+\.?\s*>)\s*")
_NOISE = re.compile(
    r"\s*(?:Record #\d+ of \d+|Provider:|Content: text/|Link to the (?:Ovid|External)|Search (?:Strategy|Name):)", re.I
)
# Source: the RIS specification (2001 and 2011) and the tags seen in genuine exports.
_KNOWN_TAGS = """
TY A1 A2 A3 A4 AB AD AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CC CN CP CT CY DA DB DO DP ED EP ER ET ID IS J1 J2 JA JF JO
KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PD PG PM PP PT PY RI RN RP SE SN SP ST T1 T2 T3 TA TI TT U1 U2 U3 U4 U5
UR VL VO Y1 Y2 YR
"""
KNOWN = frozenset(_KNOWN_TAGS.split())
_PLAIN = KNOWN - {"TY", "ER"}


@dataclass(slots=True)
class _Open:
    """The record that is being read."""

    line: int
    values: list[tuple[str, list[str]]]
    ended: int = 0
    late: list[str] = field(default_factory=list)
    wrapped: dict[int, int] = field(default_factory=dict)


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.entries: list[Entry] = []
        self.remarks: list[Remark] = []
        self.open: _Open | None = None

    def read(self) -> None:
        for n, line in enumerate(self.lines, 1):
            if line.strip():
                self._line(n, line)
        self._close("the file ends before this record's ER; it may have been cut off")

    def _line(self, n: int, line: str) -> None:
        # Nine lines in ten are a known tag just as the format asks; for them one look is enough.
        if line[2:6] == "  - " and line[:2] in _PLAIN and self.open is not None and not self.open.ended:
            self.open.values.append((line[:2], [line[6:].strip()]))
        elif start := _START.fullmatch(line):
            self._close("no ER before the next TY")
            self.open = _Open(line=n, values=[("TY", [start.group(1).strip()])])
            self._spacing(n, line, "TY")
        elif _END.fullmatch(line):
            self._end(n)
        elif self._is_noise(n, line):
            self.note(n, "between", "record numbers, headings and links between records left out")
        elif (tag := _TAG.fullmatch(line)) and (_STRICT.match(line) or tag.group(1) in _PLAIN):
            self._tag(n, line, tag.group(1), tag.group(2))
        else:
            self._text(n, line)

    def _tag(self, n: int, line: str, name: str, value: str) -> None:
        if self.open is None:
            raise BadFile(f"the tag {name} stands before the first TY", where=f":{n}", then=_THEN)
        if self.open.ended:
            self.open.late.append(name)
            self.note(n, "after-ER", f"{name} stands after ER; kept with the record before")
        self._spacing(n, line, name)
        self.open.values.append((name, [value.strip()]))

    def _text(self, n: int, line: str) -> None:
        if self.open is None or (self.open.ended and not self.open.late):
            self.note(n, "noise", f"line outside a record left out: {line.strip()[:80]}")
            return
        self.open.values[-1][1].append(line.strip())
        last = len(self.open.values) - 1
        self.open.wrapped.setdefault(last, n)

    def _end(self, n: int) -> None:
        if self.open is None:
            raise BadFile("ER without a TY before it", where=f":{n}", then=_THEN)
        if self.open.late:
            message = f"a record without TY: {', '.join(self.open.late[:4])} stand after one ER and before another"
            raise BadFile(message, where=f":{self.open.ended + 1}", then=_THEN)
        if self.open.ended:
            self.note(n, "second-ER", "one more ER for the same record")
        self.open.ended = self.open.ended or n

    def _close(self, complaint: str) -> None:
        if self.open is None:
            return
        if not self.open.ended:
            self.note(self.open.line, "no-ER", complaint)
        for place, line in self.open.wrapped.items():
            self.note(line, "continued", f"{self.open.values[place][0]} goes on over more than one line")
        tags = tuple((tag, "\n".join(parts)) for tag, parts in self.open.values)
        if not any(value for tag, value in tags if tag != "TY"):
            raise BadFile("a record in which every tag is empty", where=f":{self.open.line}", then=_THEN)
        self.entries.append(Entry(line=self.open.line, tags=tags))
        self.open = None

    def _is_noise(self, n: int, line: str) -> bool:
        if not (_NOISE.match(line) or _NUMBER.fullmatch(line)):
            return False
        return self.open is None or bool(self.open.ended) or self._before_start(n)

    def _before_start(self, n: int) -> bool:
        """Whether only such lines and blanks stand between line ``n`` and the next TY: a wrapped abstract has more."""
        for line in self.lines[n : n + 8]:
            if line.strip() and not (_NOISE.match(line) or _NUMBER.fullmatch(line)):
                return bool(_START.fullmatch(line))
        return False

    def _spacing(self, n: int, line: str, tag: str) -> None:
        if not re.match(r"[A-Z][A-Z0-9]  -(?: |$)", line):
            self.note(n, "spacing", "blanks around the hyphen of a tag are not as the format asks")
        elif tag not in KNOWN:
            self.note(n, "unknown-tag", f"{tag} is not a tag of the format; kept as it is")

    def note(self, line: int, code: str, message: str) -> None:
        self.remarks.append(Remark(line=line, code=code, message=message))


_THEN = "look at that line, correct the file or export the records again"


def parse(text: str) -> Parsed:
    r"""The records of a RIS text as tags and values, nothing dropped but lines that belong to no record.

    Continuation lines stay with their tag after a line break. A missing ER, tags after ER, noise between records and
    odd spacing are tolerated, each with a remark. Raises BadFile (``where`` is ``:line``) for a text without TY,
    tags before the first TY, and a record without any value.

    >>> parsed = parse("1.\nTY  -  JOUR\nTI  -  A made-up title\n  over two lines\nER  -\n")
    >>> parsed.entries[0].tags, [r.code for r in parsed.remarks]
    ((('TY', 'JOUR'), ('TI', 'A made-up title\nover two lines')), ['between', 'continued'])
    """
    starts = len(_COUNT.findall(text))
    if not starts:
        raise BadFile("RIS without any TY line", then=_THEN)
    reader = _Reader(text.split("\n"))
    reader.read()
    return Parsed(entries=tuple(reader.entries), starts=starts, remarks=tuple(reader.remarks))
