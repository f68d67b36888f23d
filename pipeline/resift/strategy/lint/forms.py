"""English word forms: what a stem does not find, which words have a plural, which stems match nearly everything."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """An ending of a stem, and what takes its place in forms that the truncated stem does not find."""

    ending: str
    lost: tuple[str, ...]
    after: str
    exceptions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Words of one subject: those that show it, how many of them must, and others that often name it too."""

    title: str
    signs: tuple[str, ...]
    least: int
    kin: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The whole table of word forms."""

    broad: frozenset[str]
    acronyms: frozenset[str]
    nouns: frozenset[str]
    no_plural: tuple[str, ...]
    uncountable: frozenset[str]
    derivations: tuple[Derivation, ...]
    words: dict[str, str]
    families: tuple[Family, ...]

    def lost(self, stem: str) -> str:
        """The obvious word that a truncated stem does not find; empty where there is none.

        >>> forms().lost("intervene"), forms().lost("therapy"), forms().lost("diagnosis"), forms().lost("disease")
        ('intervention', 'therapies', 'diagnoses', '')
        """
        if stem in self.words:
            return self.words[stem]
        for d in self.derivations:
            root = stem.removesuffix(d.ending)
            if root != stem and len(root) > 1 and stem not in d.exceptions and (not d.after or root[-1] in d.after):
                return root + d.lost[0]
        return ""

    def plural(self, word: str) -> str:
        """The plural of a word that counts things; empty for any other.

        >>> forms().plural("support"), forms().plural("rct"), forms().plural("cervical"), forms().plural("infancy")
        ('supports', 'rcts', '', '')
        """
        if word in self.acronyms or word in self.nouns:
            return word + "s"
        if len(word) < 5 or not word.isalpha() or word in self.uncountable or word.endswith(self.no_plural):
            return ""
        return word + ("es" if word.endswith(("x", "ch", "sh")) else "s")


def shortened(stem: str, lost: str) -> str:
    """The longest stem that finds both words.

    >>> shortened("intervene", "intervention")
    'interven'
    """
    same = next((i for i, (a, b) in enumerate(zip(stem, lost, strict=False)) if a != b), min(len(stem), len(lost)))
    return stem[:same]


@cache
def forms() -> Forms:
    """The table that comes with resift."""
    table = tomllib.loads((files("resift.strategy") / "data" / "word_forms.toml").read_text("utf-8"))
    derivations = (
        Derivation(ending=d["ending"], lost=tuple(d["lost"]), after=d.get("after", ""),
                   exceptions=frozenset(d.get("not", "").split()))
        for d in table["derivation"]
    )  # fmt: skip
    families = (
        Family(title=f["title"], signs=tuple(f["signs"]), least=f["least"], kin=tuple(f["kin"]))
        for f in table["family"]
    )
    return Forms(
        broad=frozenset(table["broad"].split()), acronyms=frozenset(table["acronyms"].split()),
        nouns=frozenset(table["nouns"].split()), no_plural=tuple(table["no_plural"].split()),
        uncountable=frozenset(table["uncountable"].split()), derivations=tuple(derivations), words=table["words"],
        families=tuple(families),
    )  # fmt: skip
