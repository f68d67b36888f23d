"""Results that hang together: an estimate lies within its interval, arms add up, a small P goes with a clear effect."""

from __future__ import annotations

import re
from random import Random

from works import between, pick


def number(name: str, bound: dict[str, str], dice: Random) -> str:
    """The text of a number slot: a range such as 20-60 or 0.10-0.45, or a named kind such as or, md, p, ns."""
    whole = re.fullmatch(r"(\d+)-(\d+)", name)
    if whole:
        return str(between(dice, int(whole[1]), int(whole[2])))
    decimal = re.fullmatch(r"(\d+\.(\d+))-(\d+\.\d+)", name)
    if decimal:
        low, high = float(decimal[1]), float(decimal[3])
        return f"{low + dice.random() * (high - low):.{len(decimal[2])}f}"
    if name in ("n1", "n2"):
        whole_sample = int(bound["n"].replace(",", ""))
        first = round(whole_sample * 0.49)
        bound |= {"n1": str(first), "n2": str(whole_sample - first)}
        return bound[name]
    return _KINDS[name](dice)


def _ratio(dice: Random, low: float, high: float, word: str) -> str:
    value = low + dice.random() * (high - low)
    width = 1.12 + dice.random() * 0.28
    return f"{word} {value:.2f}, 95% CI {value / width:.2f} to {value * width:.2f}"


def _difference(dice: Random) -> str:
    value, half = 1.5 + dice.random() * 5, 0.6 + dice.random() * 0.8
    sign = pick(dice, ["-", ""])
    low, high = sorted((float(f"{sign}{value - half:.1f}"), float(f"{sign}{value + half:.1f}")))
    return f"mean difference {sign}{value:.1f}, 95% CI {low:.1f} to {high:.1f}"


_KINDS = {
    "or": lambda dice: _ratio(dice, 1.45, 3.2, pick(dice, ["odds ratio", "OR", "adjusted odds ratio"])),
    "hr": lambda dice: _ratio(dice, 1.45, 2.4, pick(dice, ["hazard ratio", "HR", "adjusted hazard ratio"])),
    "low": lambda dice: _ratio(dice, 0.38, 0.68, pick(dice, ["odds ratio", "relative risk", "rate ratio"])),
    "md": _difference,
    "p": lambda dice: pick(dice, ["P<0.001", "P<0.01", f"P=0.0{between(dice, 1, 4)}", f"P=0.00{between(dice, 1, 9)}"]),
    "ns": lambda dice: f"P=0.{between(dice, 12, 88)}",
    "d": lambda dice: f"d=0.{between(dice, 24, 78)}",
    "r": lambda dice: f"r={pick(dice, ['', '-'])}0.{between(dice, 21, 58)}",
    "beta": lambda dice: f"β={pick(dice, ['', '-'])}0.{between(dice, 12, 41)}",
    "pct": lambda dice: f"{between(dice, 21, 79)}%",
    "few": lambda dice: f"{between(dice, 4, 19)}%",
    "age": lambda dice: f"{between(dice, 29, 61)}.{between(dice, 0, 9)}",
    "alpha": lambda dice: f"0.{between(dice, 74, 94)}",
    "months": lambda dice: pick(dice, ["3", "6", "9", "12", "18", "24"]),
    "weeks": lambda dice: pick(dice, ["6", "8", "10", "12", "16", "24"]),
}
