"""Authors whatever the style: ``Smith J``, ``Smith, John``, ``J. Smith``, ``Smith J.Roe B.``, particles, groups."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from resift.dedup.agreement import Agreement
from resift.dedup.plain import plain
from resift.dedup.wordlist import words

_PARTICLES = words("van von der den de la le du di da del della dos das el al bin ibn ter ten zu zur")
_SUFFIXES = words("jr sr ii iii iv 2nd 3rd")
_GROUP = re.compile(
    r"\b(?:groups?|collaborat\w+|consortium|committee|investigators?|network|society|association|team|stud(?:y|ies)"
    r"|trial\w*|organi[sz]ation|institut\w+|department|agency|cent(?:er|re)|foundation|inc|ltd|gmbh|pharma\w*|council"
    r"|university|ministry|administration|programme?|project|task force|panel|alliance|federation|academy)\b",
    re.I,
)
_NOBODY = words("anonymous anon unknown na none null others nn") | {
    "", "n/a", "n a", "no authors listed", "et al", "and others", "author unknown", "no author", "not available",
}  # fmt: skip
_RUN_TOGETHER = re.compile(r"(?<=\b[^\W\d_]\.)(?=[^\W\d_][^\W\d_'’-]|[^\W\d_]['’-])")
_WORD, _ASCII_WORD = re.compile(r"[^\W\d_]+"), re.compile(r"[a-z]+")
_JOINTS = str.maketrans("", "", "'’-‐`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One person: family name without spaces, its parts, the first letter of the given name, and all full words."""

    family: str
    parts: frozenset[str]
    initial: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """The persons of a record in their order; ``group`` where a body is named (also beside persons)."""

    people: tuple[Author, ...]
    group: bool = False

    @property
    def first(self) -> str:
        """The first author's family name, or nothing."""
        return self.people[0].family if self.people else ""


def read_authors(authors: Sequence[str]) -> Authors:
    """The persons among the authors of a record.

    >>> [a.family for a in read_authors(["Roe, A. B.", "van der Doe C", "D. Poe", "et al."]).people]
    ['roe', 'doe', 'poe']
    >>> [a.family for a in read_authors(["Roe A.Doe B. C.O'Poe D."]).people]
    ['roe', 'doe', 'opoe']
    >>> read_authors(["The Fictional Study Group"])
    Authors(people=(), group=True)
    """
    found = tuple(_read_one(name) for text in authors for name in _split(text))
    people = tuple(chain.from_iterable(p for p, _ in found))
    return Authors(people=people, group=any(g for _, g in found))


@lru_cache(maxsize=1 << 16)
def _split(text: str) -> tuple[str, ...]:
    """One string per person, where a source put several into one."""
    if ";" in text:
        return tuple(part.strip() for part in text.split(";"))
    pieces = _RUN_TOGETHER.split(text)
    if len(pieces) > 1 and len(_WORD.findall(pieces[0])[0:1]) and _has_family(pieces[0]):
        return tuple(pieces)
    parts = [p.strip() for p in text.split(",")]
    if len(parts) > 2 and all(re.fullmatch(r"[^\W\d_][\w'’ -]+ [A-Z]{1,3}", p) for p in parts):
        return tuple(parts)
    return (text,)


def _has_family(text: str) -> bool:
    return any(len(w) > 1 for w in _WORD.findall(text))


@lru_cache(maxsize=1 << 17)
def _read_one(text: str) -> tuple[tuple[Author, ...], bool]:
    if text.strip(" []().").lower() in _NOBODY:
        return (), False
    if _GROUP.search(text):
        return (), True
    family, given = _family_and_given(text)
    words = frozenset(w for w in (*family, *given) if len(w) > 1 and w not in _PARTICLES)
    if not family:
        return (), False
    initial = given[0][0] if given else ""
    author = Author(family="".join(family), parts=frozenset(family), initial=initial, words=words or frozenset(family))
    return (author,), False


def _family_and_given(text: str) -> tuple[list[str], list[str]]:
    before, comma, after = text.partition(",")
    if comma:
        family, given = _words(before), _words(after)
        if family and all(w in _PARTICLES for w in family) and given:
            # "Le, Quintrec M.": the particle was taken for the whole family name.
            family, given = _divide(after.split())
        return _bare(family), [w for w in given if w not in _PARTICLES and w not in _SUFFIXES]
    family, given = _divide(text.split())
    return _bare(family), given


def _bare(family: list[str]) -> list[str]:
    kept = [w for w in family if w not in _PARTICLES and w not in _SUFFIXES]
    return kept or family


def _divide(tokens: list[str]) -> tuple[list[str], list[str]]:
    """Family and given names of a name without a comma; initials tell where the one ends."""
    tokens = [t for t in tokens if t.lower().strip(".") not in _SUFFIXES]
    if len(tokens) > 1 and _is_initials(tokens[-1]):
        cut = next(n for n in range(1, len(tokens) + 1) if all(_is_initials(t) for t in tokens[n:]))
        return _words(" ".join(tokens[:cut])), _words(" ".join(tokens[cut:]))
    if len(tokens) == 1 and "." in tokens[0].strip("."):
        words = _words(tokens[0])
        return words[-1:], words[:-1]
    last, flat = _words(tokens[-1]) if tokens else [], _words(" ".join(tokens))
    return (last, flat[: -len(last)]) if len(tokens) > 1 and last else (flat, [])


def _is_initials(token: str) -> bool:
    letters = token.replace(".", "").replace("-", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= 3


def _words(text: str) -> list[str]:
    if text.isascii():
        return _ASCII_WORD.findall(text.lower().translate(_JOINTS))
    return _WORD.findall(plain(text.translate(_JOINTS)))


def compare_authors(a: Authors, b: Authors) -> Agreement:
    """Whether two lists name the same persons: the shorter one decides, as lists are cut after three or six names.

    >>> compare_authors(read_authors(["Roe, A.", "Doe, B."]), read_authors(["Roe A", "et al."])).name
    'SAME'
    >>> compare_authors(read_authors(["Roe, A."]), read_authors(["Roe, Z."])).name
    'DIFFERENT'
    """
    if not a.people or not b.people:
        return Agreement.UNKNOWN
    if a.people == b.people:
        return Agreement.SAME
    short, long = sorted((a.people, b.people), key=len)
    matched = _matched(short, long)
    if matched and len(short) == len(long):
        # Of two lists with a name twice, either may be the shorter one: the answer must not depend on the order.
        matched = min(matched, _matched(long, short))
    if not matched:
        return Agreement.UNKNOWN if (a.group or b.group) and len(short) == 1 else Agreement.DIFFERENT
    if len(short) == 1:
        return Agreement.SAME if _alike(short[0], long[0]) else Agreement.LIKE
    return Agreement.SAME if matched >= 0.6 * len(short) else Agreement.LIKE


def _matched(short: Sequence[Author], long: Sequence[Author]) -> int:
    by_family: dict[str, list[Author]] = {}
    for author in long:
        by_family.setdefault(author.family, []).append(author)
    return sum(1 for x in short if any(_initials_agree(x, y) for y in by_family.get(x.family, ())) or
               any(_alike(x, y) for y in long))  # fmt: skip


def _initials_agree(a: Author, b: Author) -> bool:
    return not a.initial or not b.initial or a.initial == b.initial


def _alike(a: Author, b: Author) -> bool:
    """The same person: equal or mistyped family name, a shared part of a double name, or the names swapped."""
    if a.family == b.family:
        return _initials_agree(a, b) or len(a.words & b.words) > 1
    if any(len(w) > 2 for w in a.parts & b.parts) and _initials_agree(a, b):
        return True
    if len(a.family) >= 5 and len(b.family) >= 5 and OSA.distance(a.family, b.family, score_cutoff=1) <= 1:
        return _initials_agree(a, b)
    if a.family in b.words and b.family in a.words:
        return True
    swapped = a.family in b.words or b.family in a.words
    return swapped and a.initial == b.family[0] and b.initial == a.family[0]
