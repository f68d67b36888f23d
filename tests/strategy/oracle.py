"""Two further evaluators, each written anew from the meaning of the tree: by looking at every word, and in SQLite.

Neither shares code with the evaluator under test: texts are taken apart here, words are matched here, and spans are
sets of pairs. What SQLite's FTS5 has no words for is a ``CannotAsk``.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product

from resift.records import Record
from resift.strategy.mesh import Tree, bundled
from resift.strategy.tree import (
    And,
    Either,
    Expression,
    Heading,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Range,
    Text,
    Value,
    Wild,
    Window,
    Word,
)  # fmt: skip
from resift.strategy.tree import words as _words_of

Parts = tuple[str | Wild, ...]
Spans = set[tuple[int, int]]
_LANGUAGES = {"english": "eng", "german": "ger", "french": "fre", "spanish": "spa", "japanese": "jpn"}


class CannotAsk(Exception):
    """FTS5's language has no words for this condition."""


def split(text: str) -> list[str]:
    """The words of a text: no case, no accents; an apostrophe vanishes, any other sign stands between words."""
    words, current = [], ""
    for sign in unicodedata.normalize("NFD", text.casefold()):
        if unicodedata.category(sign) == "Mn" or sign in "'’‘`´":
            continue
        if sign.isalnum():
            current += sign
        elif current:
            words.append(current)
            current = ""
    return [*words, current] if current else words


def stretches(record: Record) -> Iterator[tuple[str, list[str]]]:
    """Each field's values, taken apart into words."""
    single = {
        "title": record.title, "original title": record.original_title, "abstract": record.abstract,
        "other abstract": record.other_abstract, "journal": record.journal,
    }  # fmt: skip
    several = {
        "keyword": record.keywords, "publication type": record.publication_types, "author": record.authors,
        "substance": record.substances, "affiliation": record.affiliations,
        "heading": [h.name for h in record.headings],
        "qualifier": [q for h in record.headings for q in h.qualifiers],
    }  # fmt: skip
    yield from ((field, split(text)) for field, text in single.items())
    yield from ((field, split(text)) for field, texts in several.items() for text in texts)


def fits(parts: Parts, word: str) -> bool:
    """Whether a word is what the pieces and wildcards say, by trying every length of the first wildcard."""
    if not parts:
        return not word
    first, rest = parts[0], parts[1:]
    if isinstance(first, str):
        return word.startswith(first) and fits(rest, word[len(first) :])
    longest = len(word) if first.high is None else min(first.high, len(word))
    return any(fits(rest, word[n:]) for n in range(first.low, longest + 1))


class BruteForce:
    """Every word of every record is looked at."""

    def __init__(self, records: Sequence[Record], tree: Tree | None = None) -> None:
        self.records = records
        self.stretches = [list(stretches(r)) for r in records]
        self.tree = tree or bundled()
        self.vocabulary = {w for held in self.stretches for _, words in held for w in words}
        self.fitting: dict[Parts, set[str]] = {}
        self.narrower: dict[str, set[str]] = {}

    def find(self, tree: Node) -> list[int]:
        """The positions of the records found."""
        return sorted(self._found(tree))

    def _found(self, node: Node) -> set[int]:
        match node:
            case And(parts):
                return set(range(len(self.records))).intersection(*map(self._found, parts))
            case Or(parts):
                return set.union(*map(self._found, parts))
            case Not(keep, drop):
                return self._found(keep) - self._found(drop)
            case Text():
                return {i for i, s in enumerate(self.stretches) if self._occurrences(node, s) >= node.times}
            case Heading() | Value() | Range():
                return {i for i, r in enumerate(self.records) if self._coded(node, r)}
        raise AssertionError(node)

    def _occurrences(self, node: Text, held: list[tuple[str, list[str]]]) -> int:
        found = sum(len(self._spans(node.expression, words)) for field, words in held if field in node.fields)
        if "keyword phrase" not in node.fields:
            return found
        return found + sum(self._wholes(node.expression, words) for field, words in held if field == "keyword")

    def _wholes(self, e: Expression, words: list[str]) -> int:
        """How often an expression is all of a keyword, or begins one where a word in it is open at its end."""
        open_ = any(w.parts[-1] == Wild(0, None) for w in _words_of(e))
        return sum(start == 0 and (open_ or end == len(words) - 1) for start, end in self._spans(e, words))

    def _fitting(self, word: Word) -> set[str]:
        if word.parts not in self.fitting:
            self.fitting[word.parts] = {w for w in self.vocabulary if fits(word.parts, w)}
        return self.fitting[word.parts]

    def _spans(self, e: Expression, words: list[str]) -> Spans:
        """All stretches of a text that an expression is found in, from the first to the last word."""
        match e:
            case Word():
                fitting = self._fitting(e)
                return {(i, i) for i, w in enumerate(words) if w in fitting}
            case Phrase(wanted):
                each = [self._fitting(w) for w in wanted]
                starts = range(len(words) - len(each) + 1)
                return {
                    (i, i + len(each) - 1) for i in starts if all(words[i + n] in some for n, some in enumerate(each))
                }
            case Either(options):
                return set().union(*(self._spans(o, words) for o in options))
            case Near(left, right, between, ordered):
                a, b = self._spans(left, words), self._spans(right, words)
                return _in_order(a, b, between) | (set() if ordered else _in_order(b, a, between))
            case Window(wanted, between):
                choices = product(*([i for i, _ in self._spans(one, words)] for one in wanted))
                apart = (c for c in choices if len(set(c)) == len(wanted))
                return {(min(c), max(c)) for c in apart if max(c) - min(c) + 1 - len(wanted) <= between}

    def _narrower(self, name: str) -> set[str]:
        if name not in self.narrower:
            self.narrower[name] = narrower(self.tree, name)
        return self.narrower[name]

    def _coded(self, node: Heading | Value | Range, record: Record) -> bool:
        match node:
            case Heading(_, name, explode, major, qualifiers):
                names = self._narrower(name) if explode else {name.lower()}
                return any(
                    h.name.lower() in names and (h.major or not major)
                    and (not qualifiers or any(q in h.qualifiers for q in qualifiers))
                    for h in record.headings
                )  # fmt: skip
            case Value(field, word):
                return whole_value(field, str(word.parts[0]), record)
            case Range(field, low, high):
                return in_range(field, low, high, record)


def narrower(tree: Tree, name: str) -> set[str]:
    """A heading and those whose tree numbers go on from one of its own."""
    roots = [n.split(".") for n in tree.numbers.get(name.lower(), ())]
    numbers = ((key, n.split(".")) for key, own in tree.numbers.items() for n in own)
    return {name.lower(), *(key for key, n in numbers if any(n[: len(r)] == r for r in roots))}


def whole_value(field: str, value: str, record: Record) -> bool:
    """Whether a record has this value in a coded field."""
    match field:
        case "publication type":
            return value in [v.lower() for v in record.publication_types]
        case "language":
            return _LANGUAGES[value] in record.languages
        case "pmid":
            return value == record.pmid
        case "subheading":  # generated values have nothing below them
            return any(value in h.qualifiers for h in record.headings)
        case "author":  # generated authors are a surname and initials
            return any(a.lower() == value or a.lower().split()[0] == value for a in record.authors)
    raise AssertionError(field)


def in_range(field: str, low: str, high: str, record: Record) -> bool:
    """Whether a date of the record overlaps the range, as numbers YYYYMMDD."""
    dates = record.published if field == "published" else [str(getattr(record, field) or "")]
    first, last = _number(low, "01"), _number(high, "99")
    return any(d and _number(d, "99") >= first and _number(d, "01") <= last for d in dates)


def _number(date: str, missing: str) -> int:
    year, *rest = date.replace("/", "-").split("-")
    month, day = [*rest, missing, missing][:2]
    return int(f"{year}{int(month):02}{int(day):02}")


def _in_order(a: Spans, b: Spans, between: int) -> Spans:
    return {(start, stop) for start, end in a for begin, stop in b if 0 <= begin - end - 1 <= between}


class Sqlite:
    """SQLite's FTS5: a row for each stretch of text, a column for each field."""

    def __init__(self, records: Sequence[Record], tree: Tree | None = None) -> None:
        self.db, self.size = sqlite3.connect(":memory:"), len(records)
        held = [(i, field, " ".join(words)) for i, r in enumerate(records) for field, words in stretches(r) if words]
        self.columns = sorted({field for _, field, _ in held})
        names = ", ".join(f'"{c}"' for c in self.columns) or '"title"'
        tokenizer = 'tokenize="unicode61 remove_diacritics 0"'
        self.db.execute(f"CREATE VIRTUAL TABLE text USING fts5({names}, record UNINDEXED, {tokenizer})")
        self.db.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(text, row)")
        for i, field, words in held:
            self.db.execute(f'INSERT INTO text("{field}", record) VALUES (?, ?)', (words, i))
        self._headings(records, tree or bundled())

    def _headings(self, records: Sequence[Record], tree: Tree) -> None:
        self.db.execute("CREATE TABLE heading(record, name, major, qualifier)")
        self.db.execute("CREATE TABLE number(name, number)")
        held = [(i, h) for i, r in enumerate(records) for h in r.headings]
        rows = [(i, h.name.lower(), h.major, q) for i, h in held for q in (h.qualifiers or ("",))]
        self.db.executemany("INSERT INTO heading VALUES (?, ?, ?, ?)", rows)
        numbers = [(name, number) for name, own in tree.numbers.items() for number in own]
        self.db.executemany("INSERT INTO number VALUES (?, ?)", numbers)

    def find(self, tree: Node) -> list[int]:
        """The positions of the records found; a CannotAsk for what FTS5 cannot be asked."""
        return sorted(self._found(tree))

    def _found(self, node: Node) -> set[int]:
        match node:
            case And(parts):
                return set(range(self.size)).intersection(*map(self._found, parts))
            case Or(parts):
                return set.union(*map(self._found, parts))
            case Not(keep, drop):
                return self._found(keep) - self._found(drop)
            case Text(fields, expression, times=1) if "keyword phrase" not in fields:
                return self._text(fields, expression)
            case Heading():
                return self._heading(node)
        raise CannotAsk(node)

    def _heading(self, node: Heading) -> set[int]:
        below = """SELECT n.name FROM number n JOIN number r
            ON r.name = :name AND (n.number = r.number OR n.number LIKE r.number || '.%')"""
        query = f"""SELECT record FROM heading WHERE (major OR NOT :major)
            AND (name = :name OR (:explode AND name IN ({below})))"""
        told = {"name": node.name.lower(), "explode": node.explode, "major": node.major}
        if node.qualifiers:
            told |= {f"q{n}": q for n, q in enumerate(node.qualifiers)}
            query += f" AND qualifier IN ({', '.join(f':q{n}' for n in range(len(node.qualifiers)))})"
        return {i for (i,) in self.db.execute(query, told)}

    def _text(self, fields: frozenset[str], e: Expression) -> set[int]:
        columns = " ".join(f'"{c}"' for c in self.columns if c in fields)
        asked = self._asked(e)
        if not asked or not columns:
            return set()
        query = f"{{{columns}}} : ({' OR '.join(asked)})"
        return {int(i) for (i,) in self.db.execute("SELECT record FROM text WHERE text MATCH ?", (query,))}

    def _asked(self, e: Expression) -> list[str]:
        """FTS5 queries, any of which finds the expression."""
        match e:
            case Word(parts):
                if len(parts) == 2 and parts[1] == Wild() and parts[0]:
                    return [f'"{parts[0]}" *']
                return [f'"{w}"' for w in self._words(e)]
            case Phrase():
                return [f'"{" ".join(p)}"' for p in self._phrases(e)]
            case Either(options):
                return [asked for o in options for asked in self._asked(o)]
            case Near(left, right, 0, True):
                return [f'"{" ".join(a + b)}"' for a in self._phrases(left) for b in self._phrases(right)]
            case Near(left, right, between, False):
                return [_near(pair, between) for pair in product(self._phrases(left), self._phrases(right))]
            case Window(words, between):
                # FTS5 counts from the first to the last phrase, and those between are counted as well
                chosen = product(*([(w,) for w in self._words(one)] for one in words))
                return [_near(c, between + len(words) - 2) for c in chosen]
        raise CannotAsk(e)

    def _phrases(self, e: Expression) -> list[tuple[str, ...]]:
        """The plain phrases that an operand of proximity stands for."""
        match e:
            case Word():
                return [(w,) for w in self._words(e)]
            case Phrase(words):
                return list(product(*(self._words(w) for w in words)))
            case Either(options):
                return [p for o in options for p in self._phrases(o)]
        raise CannotAsk(e)

    def _words(self, word: Word) -> list[str]:
        """The words of the vocabulary that a truncated one stands for, by SQLite's GLOB."""
        lengths = [_globs(p) if isinstance(p, Wild) else (p,) for p in word.parts]
        found: set[str] = set()
        for pieces in product(*lengths):
            query = "SELECT term FROM vocabulary WHERE term GLOB ?"
            found |= {term for (term,) in self.db.execute(query, ("".join(pieces),))}
        return sorted(found)


def _globs(wild: Wild) -> tuple[str, ...]:
    if wild.high is None:
        return ("?" * wild.low + "*",)
    return tuple("?" * n for n in range(wild.low, wild.high + 1))


def _near(phrases: Iterable[tuple[str, ...]], between: int) -> str:
    held = list(phrases)
    if any(set(a) & set(b) for a, b in combinations(held, 2)):
        raise CannotAsk("FTS5 lets two phrases of NEAR stand on one word")
    quoted = " ".join('"' + " ".join(p) + '"' for p in held)
    return f"NEAR({quoted}, {between})"
