"""How two titles differ: not at all, by a slip of the pen, by a missing subtitle, or by words that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from resift.dedup.titles import Title
from resift.dedup.wordlist import words

_SMALL = words("a an the of and in for on to with by at from or as its is are s")
# Words that make another document of the same title: another kind of report, or another group of people.
KINDS = words(
    "protocol rationale design pilot part phase reply response comment commentary erratum correction update updated "
    "followup follow interim preliminary abstract summary editorial letter subgroup secondary posthoc reanalysis "
    "extension substudy review"
)
# One letter makes the opposite of these; a difference between them is never a slip of the pen.
_OPPOSITES = tuple(
    tuple(pair.split("/"))
    for pair in sorted(words(
        "hyper/hypo inter/intra male/female pre/post micro/macro mono/poly over/under endo/ecto exo/endo ante/post "
        "increase/decrease higher/lower with/without efferent/afferent effect/affect abduct/adduct oral/aural "
        "perinatal/prenatal"
    ))
)  # fmt: skip
SUBTITLE_WORDS, SUBTITLE_LETTERS = 4, 24
_SHORT_ADDITION = 5
# In percent of the letters: less is another title; the ends of a title that was cut agree but for a slip.
_ALIKE, _CUT = 65, 93
_ENDINGS = words("s es d ed n al ly ing")


class Wording(IntEnum):
    """How near two titles are, nearest last, so that ``>=`` reads as "at least"."""

    UNKNOWN = 0
    DIFFERENT = 1
    OTHER_WORDS = 2
    PART = 3
    SLIP = 4
    SAME = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleMatch:
    """The wording of two titles and how alike their letters are (0 to 1).

    ``decisive``: the difference may make another work; ``announces``: it names another kind of report; ``numbers``:
    a number differs.
    """

    wording: Wording
    ratio: float
    decisive: bool = False
    announces: bool = False
    numbers: bool = False


_SAME = TitleMatch(wording=Wording.SAME, ratio=1.0)
_UNKNOWN = TitleMatch(wording=Wording.UNKNOWN, ratio=0.0)
_DIFFERENT = TitleMatch(wording=Wording.DIFFERENT, ratio=0.0)


def match_titles(a: Title, b: Title) -> TitleMatch:
    """How two titles differ; symmetric.

    >>> from resift.dedup.titles import read_title as t
    >>> match_titles(t("Peer support in town: a trial"), t("Peer suport in town: a trial")).wording.name
    'SLIP'
    >>> match_titles(t("Peer support for lonely adults in town"), t("Peer support for lonely infants in town"))
    TitleMatch(wording=<Wording.OTHER_WORDS: 2>, ratio=0.8..., decisive=True, announces=False, numbers=False)
    >>> match_titles(t("Peer support for lonely people in town: a trial"), t("Peer support for lonely people")).wording
    <Wording.PART: 3>
    """
    if not a.letters or not b.letters:
        return _UNKNOWN
    if a.letters == b.letters:
        return _SAME
    short, long = sorted((a, b), key=lambda t: (len(t.letters), t.letters))
    ratio = fuzz.ratio(short.letters, long.letters, score_cutoff=_ALIKE) / 100
    if not ratio:
        if not _contained(short.letters, long.letters):
            return _DIFFERENT
        ratio = fuzz.ratio(short.letters, long.letters) / 100
    return _by_words(short, long, ratio)


def _contained(short: str, long: str) -> bool:
    if len(short) < SUBTITLE_LETTERS:
        return False
    size = len(short)
    return short in long or any(fuzz.ratio(short, end, score_cutoff=_CUT) > 0 for end in (long[:size], long[-size:]))


def _by_words(short: Title, long: Title, ratio: float) -> TitleMatch:
    """The differing stretches of two titles, weighed one by one."""
    missing: list[str] = []
    slips, inner, numbers = 0, False, False
    for left, right, at_edge in _differences(short.words, long.words):
        a, b = "".join(left), "".join(right)
        if a == b or (set(left) | set(right)) <= _SMALL:
            continue
        if _cut_off(a, b, at_edge, right):
            missing += right
            continue
        if left and right and _slip(a, b):
            slips += 1
            continue
        if at_edge and _slip_before_cut(left, right):
            slips, missing = slips + 1, missing + list(right[len(left) :])
            continue
        numbers = numbers or (bool(left) and _digits(left) != _digits(right))
        missing += [*left, *right]
        inner = inner or bool(left and right) or not at_edge or bool(left)
    return _weighed(short, ratio, missing, slips=slips, inner=inner, numbers=numbers)


def _weighed(short: Title, ratio: float, missing: list[str], *, slips: int, inner: bool, numbers: bool) -> TitleMatch:
    if not missing:
        # More slips than one in six words is another title, not bad typing.
        wording = Wording.SLIP if slips <= max(1, len(short.words) // 6) else Wording.OTHER_WORDS
        return TitleMatch(wording=wording, ratio=ratio)
    announces = not KINDS.isdisjoint(missing)
    # "In women", "in rats", "2016" are short; a longer tail is a subtitle left out or a title cut off.
    decisive = numbers or announces or len(missing) <= _SHORT_ADDITION
    if inner:
        wording = Wording.OTHER_WORDS if ratio >= _ALIKE / 100 else Wording.DIFFERENT
    elif len(short.words) >= SUBTITLE_WORDS and len(short.letters) >= SUBTITLE_LETTERS:
        wording = Wording.PART
    else:
        wording = Wording.OTHER_WORDS
    return TitleMatch(wording=wording, ratio=ratio, decisive=decisive, announces=announces, numbers=numbers)


def _differences(a: Sequence[str], b: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str], bool]]:
    """Stretches of words that differ, each with whether it lies at the beginning or the end of both titles."""
    found: list[tuple[Sequence[str], Sequence[str], bool]] = []
    i = j = 0
    for block in Levenshtein.editops(a, b).as_matching_blocks():
        if block.a > i or block.b > j:
            edge = (i == 0 and j == 0) or (block.a == len(a) and block.b == len(b) and block.size == 0)
            found.append((a[i : block.a], b[j : block.b], edge))
        i, j = block.a + block.size, block.b + block.size
    return found


def _cut_off(a: str, b: str, at_edge: bool, right: Sequence[str]) -> bool:
    """Whether the shorter title stops in the middle of a word, as search engines cut it."""
    return at_edge and bool(a) and len(right) > 0 and len(b) > len(a) + 1 and b.startswith(a) and len(right) > 1


def _slip_before_cut(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether the last word before the cut is mistyped as well."""
    return 0 < len(left) < len(right) and _slip("".join(left), "".join(right[: len(left)]))


def _digits(words: Sequence[str]) -> str:
    return "".join(c for w in words for c in w if c.isdigit())


def _slip(a: str, b: str) -> bool:
    """Whether one stretch is the other mistyped or inflected: one letter in five or more, no digit, no opposite.

    In shorter words only two letters that changed places, or a slip in a word like "with" that carries no meaning.
    """
    if _digits([a]) != _digits([b]) or opposite(a, b):
        return False
    short, long = sorted((a, b), key=len)
    size = len(short)
    if size >= 4 and long.startswith(short) and long[size:] in _ENDINGS:
        return True
    if size == len(long) and size >= 3 and sorted(a) == sorted(b):
        return OSA.distance(a, b, score_cutoff=1) <= 1
    if size >= 2 and (a in _SMALL or b in _SMALL):
        return OSA.distance(a, b, score_cutoff=1) <= 1
    return size >= 5 and OSA.distance(a, b, score_cutoff=2) <= (2 if size >= 16 else 1)


def opposite(a: str, b: str) -> bool:
    """Whether two words are opposites that look alike: hypertension, hypotension."""
    return any(
        (a.startswith(x) and b.startswith(y) and not (a.startswith(y) and b.startswith(x)))
        or (a.startswith(y) and b.startswith(x) and not (a.startswith(x) and b.startswith(y)))
        for x, y in _OPPOSITES
    )
