"""The fictional corpus can be rebuilt, says that it is fictional, does not repeat itself, and is complete."""

from __future__ import annotations

import csv
import itertools
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

HERE = Path(__file__).resolve().parent
DEMO = HERE.parents[1] / "data" / "demo"
NOTE = "Fictional record made for the resift demonstration."
EXPORTS = {
    "psycinfo": "psycinfo.ris",
    "spp": "social-policy-and-practice.ris",
    "embase": "embase.ris",
    "cinahl": "cinahl.ris",
    "ssa": "social-services-abstracts.ris",
    "cochrane": "cochrane.ris",
    "citations": "reference-lists.ris",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DEMO / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def export_records(name: str) -> list[str]:
    text = (DEMO / name).read_text(encoding="utf-8-sig")
    return re.split(r"(?m)^(?=TY  -)", text)[1:]


@pytest.fixture(scope="module")
def pubmed() -> list[ET.Element]:
    return list(ET.parse(DEMO / "pubmed.xml").getroot())  # noqa: S314 - our own file


@pytest.fixture(scope="module")
def truth() -> list[dict[str, str]]:
    return rows("truth.csv")


@pytest.fixture(scope="module")
def retrieved(truth: list[dict[str, str]]) -> set[str]:
    return {row["work"] for row in truth if row["source"] != "pubmed" or "yes" in (row["published"], row["repaired"])}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, str(HERE / "build.py"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.mark.slow
def test_the_rebuilt_corpus_equals_the_kept_one_byte_for_byte(rebuilt: Path) -> None:
    made = {path.relative_to(rebuilt): path.read_bytes() for path in rebuilt.rglob("*") if path.is_file()}
    assert made
    differing = [str(name) for name, content in made.items() if (DEMO / name).read_bytes() != content]
    assert not differing


def test_pubmed_has_at_least_310_records_numbered_from_90000001(pubmed: list[ET.Element]) -> None:
    pmids = [int(record.findtext(".//PMID") or 0) for record in pubmed]
    assert len(pmids) >= 310
    assert pmids == list(range(90000001, 90000001 + len(pmids)))


def test_every_pubmed_record_says_that_it_is_fictional(pubmed: list[ET.Element]) -> None:
    marks = [record.findtext(".//GeneralNote") or record.findtext(".//CopyrightInformation") for record in pubmed]
    assert marks == [NOTE] * len(pubmed)
    for abstract in (a for record in pubmed for a in record.iter("Abstract")):
        assert abstract.findtext("CopyrightInformation") == NOTE


@pytest.mark.parametrize("name", EXPORTS.values())
def test_every_exported_record_says_that_it_is_fictional(name: str) -> None:
    assert [record for record in export_records(name) if NOTE not in record] == []


def test_dois_have_only_the_prefix_reserved_for_tests() -> None:
    for path in DEMO.rglob("*.*"):
        found = set(re.findall(r"\b10\.\d{4,9}(?=/)", path.read_text(encoding="utf-8")))
        found -= {"10.1002"} if path.name == "cochrane.ris" else set()  # the address of the library's own pages
        assert found <= {"10.5555"}, path.name


def test_truth_has_one_row_per_record_of_each_file_in_its_order(truth: list[dict[str, str]]) -> None:
    by_source = defaultdict(list)
    for row in truth:
        by_source[row["source"]].append(row["accession"])
    xml = (DEMO / "pubmed.xml").read_text(encoding="utf-8")
    starts = re.findall(r"<Pubmed(?:Book)?Article>", xml)
    assert len(by_source.pop("pubmed")) == len(starts)
    assert {source: len(found) for source, found in by_source.items()} == {
        source: len(export_records(name)) for source, name in EXPORTS.items()
    }
    for source, found in by_source.items():
        records = export_records(EXPORTS[source])
        assert all(number in record for number, record in zip(found, records, strict=True)), source


def test_the_repaired_strategy_finds_all_that_the_published_one_finds(truth: list[dict[str, str]]) -> None:
    published = {row["accession"] for row in truth if row["published"] == "yes"}
    repaired = {row["accession"] for row in truth if row["repaired"] == "yes"}
    assert published < repaired


def test_every_retrieved_work_has_a_decision_of_both_reviewers(
    truth: list[dict[str, str]], retrieved: set[str]
) -> None:
    work_of = {f"{row['source']}:{row['accession']}": row["work"] for row in truth}
    decided = defaultdict(set)
    for row in rows("recorded/decisions.csv"):
        if row["stage"] == "screening" and not row["settles"]:
            decided[work_of[row["key"]]].add(row["reviewer"])
    assert set(decided) == retrieved
    assert all(reviewers == {"Ada Fictional", "Ben Fictional"} for reviewers in decided.values())


def test_the_settled_screening_decisions_are_the_truth_of_each_work(truth: list[dict[str, str]]) -> None:
    work_of = {f"{row['source']}:{row['accession']}": row["work"] for row in truth}
    expected = {row["work"]: row["screening"] for row in rows("works.csv")}
    given = defaultdict(dict)
    for row in rows("recorded/decisions.csv"):
        if row["stage"] == "screening":
            given[work_of[row["key"]]][row["settles"] or row["reviewer"]] = row["verb"]
    for work, verbs in given.items():
        settled = verbs.pop("yes", None)
        assert settled == expected[work] if settled else set(verbs.values()) == {expected[work]}, work


def test_times_increase_and_are_unique_for_each_reviewer_on_working_days() -> None:
    times = defaultdict(list)
    for row in rows("recorded/decisions.csv"):
        times[row["reviewer"]].append(row["time"])
    for found in times.values():
        assert found == sorted(set(found))
        assert all(re.fullmatch(r"2026-11-(0[2-6]|09|1[0-3]|1[6-9]|20)T\d\d:\d\d:\d\d\.\d{6}Z", t) for t in found)


def test_studies_point_to_records_that_both_reviewers_included() -> None:
    included = {
        r["key"] for r in rows("recorded/decisions.csv") if (r["stage"], r["verb"]) == ("eligibility", "include")
    }
    reports = [key for study in rows("recorded/studies.csv") for key in study["reports"].split(";")]
    assert len(reports) == len(set(reports))
    assert set(reports) <= included


def test_every_decision_has_a_verb_and_every_exclusion_a_reason() -> None:
    verbs = {"screening": {"include", "exclude", "unsure"}, "retrieval": {"retrieved", "not retrieved"}}
    verbs["eligibility"] = {"include", "exclude"}
    for row in rows("recorded/decisions.csv"):
        assert row["verb"] in verbs[row["stage"]], row
        assert bool(re.fullmatch(r"([IE]\d)(;[IE]\d)*", row["reasons"])) == (row["verb"] == "exclude"), row


def test_screening_comes_before_retrieval_and_that_before_eligibility() -> None:
    order = ["screening", "retrieval", "eligibility"]
    stages = [order.index(row["stage"]) for row in rows("recorded/decisions.csv")]
    assert stages == sorted(stages)


@pytest.mark.parametrize(
    ("title", "headings", "published", "repaired"),
    [
        ("Social support and psychosis: a study", [], True, True),
        ("Support: social and psychotic aspects, evaluated", [], True, True),  # either order, across punctuation
        ("Community-based support and psychosis: a study", [], False, False),  # a word lies between
        ("Social supports and psychosis: a study", [], False, True),  # support* in the repaired one only
        ("Social networks and mental distress: a study", [], False, True),  # mental*
        ("Social networks: an intervention", ["*Bipolar Disorder/therapy"], False, True),  # interven*
        ("Social networks: a program", ["Bipolar Disorder"], True, True),  # below Mental Disorders
        ("Social networks: a program", ["Mental Health"], False, True),
        ("Social networks: a program", ["Dementia"], False, False),
    ],
)
def test_the_truth_reads_the_strategies_as_by_hand(
    title: str, headings: list[str], published: bool, repaired: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    from strategy_truth import matches
    from works import Work

    work = Work(id="T01", title=title, headings=headings)
    assert (matches(work, "published"), matches(work, "repaired")) == (published, repaired)


def masked(sentence: str) -> str:
    return re.sub(r"\d+", "0", sentence.strip().lower())


def test_no_two_abstracts_share_more_than_a_third_of_their_sentences(pubmed: list[ET.Element]) -> None:
    sentences = {}
    for record in pubmed:
        text = " ".join("".join(part.itertext()) for part in record.iter("AbstractText"))
        sentences[record.findtext(".//PMID")] = {masked(s) for s in re.split(r"(?<=[.?!]) ", text) if s}
    for (one, first), (other, second) in itertools.combinations(sentences.items(), 2):
        assert 3 * len(first & second) <= min(len(first), len(second)) or not first, (one, other)


def test_no_two_composed_abstracts_share_more_than_a_third_of_their_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    from compose import background

    traces = background()[1]
    assert len(traces) >= 270
    for (one, first), (other, second) in itertools.combinations(traces.items(), 2):
        assert 3 * len(first & second) <= min(len(first), len(second)), (one, other)
