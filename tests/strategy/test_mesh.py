"""The vocabulary: explosion through tree numbers, entry terms, subheadings, and NLM's files read into a table.

Expected values are from NLM's tree of 2024 and its subheading hierarchies; what is marked fictional is invented.
"""

import csv
import gzip
import math
import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resift.errors import BadFile
from resift.strategy import mesh, mesh_table
from resift.strategy.mesh import BRANCHES, Tree, bundled, qualifiers, qualifiers_below, read_table, vocabulary
from resift.strategy.mesh_file import Descriptor, descriptors, year

# fictional headings, tree numbers and entry terms
GARDENS = (
    Descriptor(name="Fictional Gardens", numbers=("X01",), terms=("Plots, Fictional",), qualifiers=("ec", "td")),
    Descriptor(name="Fictional Allotments & Sheds", numbers=("X01.100", "X02.300.250"), terms=("Fictional Plots",)),
    Descriptor(name="Fictional Beehives", numbers=("X01.100.500",)),
    Descriptor(name="Fictional Weather"),
)


def as_xml(found: tuple[Descriptor, ...], doctype: str = "") -> str:
    records = "".join(_record(d) for d in found)
    return (
        f'<?xml version="1.0"?>\n{doctype}<DescriptorRecordSet LanguageCode = "eng">\n{records}</DescriptorRecordSet>\n'
    )


def _record(d: Descriptor) -> str:
    pairs = "".join(
        f"<AllowableQualifier><QualifierReferredTo><QualifierUI>Q9</QualifierUI><QualifierName><String>x</String>"
        f"</QualifierName></QualifierReferredTo><Abbreviation>{q.upper()}</Abbreviation></AllowableQualifier>"
        for q in d.qualifiers
    )
    places = "".join(f"<TreeNumber>{n}</TreeNumber>" for n in d.numbers)
    terms = "".join(f"<Term><TermUI>T9</TermUI><String>{escape(t)}</String></Term>\n" for t in (d.name, *d.terms))
    return (
        f'<DescriptorRecord DescriptorClass = "1"><DescriptorUI>D9</DescriptorUI>\n'
        f"<DescriptorName>\n<String>{escape(d.name)}</String></DescriptorName>\n"
        f"<AllowableQualifiersList>{pairs}</AllowableQualifiersList>\n"
        f"<TreeNumberList>{places}</TreeNumberList>\n<ConceptList><Concept PreferredConceptYN='Y'>"
        f"<ConceptName><String>{escape(d.name)}</String></ConceptName><TermList>{terms}</TermList></Concept></ConceptList>\n"
        f"</DescriptorRecord>\n"
    )


def as_ascii(found: tuple[Descriptor, ...]) -> str:
    return "\n".join(_lines(d) for d in found)


def _lines(d: Descriptor) -> str:
    lines = [
        "*NEWRECORD",
        "RECTYPE = D",
        f"MH = {d.name}",
        *([f"AQ = {' '.join(d.qualifiers).upper()}"] * bool(d.qualifiers)),
    ]
    kinds = ("ENTRY", "PRINT ENTRY")
    lines += [f"{kinds[i > 1]} = {t}|T109|NON|EQV|XXX (2026)|260101|abcdef" for i, t in enumerate(d.terms)]
    return "\n".join([*lines, *(f"MN = {n}" for n in d.numbers), "UI = D9", ""])


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the table, empty at first."""
    monkeypatch.setenv("RESIFT_MESH", str(tmp_path / "data"))
    return tmp_path


def file(folder: Path, text: str | bytes, name: str = "desc2026.xml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# --- explosion -------------------------------------------------------------------------------------------------------


def test_somatoform_disorders_explode_to_what_stands_below_f03_875_and_nothing_else() -> None:
    expected = """body dysmorphic disorders|body integrity identity disorder|conversion disorder|globus sensation
    |factitious disorders|munchausen syndrome|munchausen syndrome by proxy|hypochondriasis|neurasthenia"""
    narrower = {name.strip() for name in expected.split("|")}
    assert bundled().below("Somatoform Disorders") == {"somatoform disorders"} | narrower


def test_a_heading_in_two_branches_explodes_in_both() -> None:
    found = bundled().below("Social Isolation")
    assert {
        "ostracism",
        "loneliness",
        "social alienation",
        "psychosocial deprivation",
    } < found  # F01.145.813.781, I01.880.853.748


@pytest.mark.parametrize("name", ["Schizophrenia", "Bipolar Disorder", "Prolonged Grief Disorder", "Anorexia Nervosa"])
def test_a_mental_disorder_lies_below_mental_disorders(name: str) -> None:
    assert name.lower() in bundled().below("MENTAL DISORDERS")


@pytest.mark.parametrize("name", ["Mental Health", "Social Support", "Psychotherapy", "Mental"])
def test_what_is_not_in_branch_f03_does_not_lie_below_mental_disorders(name: str) -> None:
    assert name.lower() not in bundled().below("Mental Disorders")


def test_a_number_that_only_begins_alike_lies_not_below() -> None:
    tree = Tree({"a": ("X01.1",), "b": ("X01.10",), "c": ("X01.1.5",), "d": ("X01",)})
    assert tree.below("a") == {"a", "c"}


def test_an_unknown_heading_explodes_to_itself() -> None:
    assert bundled().below("Fictional Gardens") == {"fictional gardens"}


NUMBERS = st.lists(
    st.lists(st.sampled_from(["X", "1", "10", "100", "2"]), min_size=1, max_size=4).map(".".join), max_size=3
)


@given(st.dictionaries(st.sampled_from("abcdefghijkl"), NUMBERS.map(tuple)), st.sampled_from("abcdefghijkl"))
def test_below_agrees_with_comparing_every_number_with_every_other(
    numbers: dict[str, tuple[str, ...]], name: str
) -> None:
    roots = numbers.get(name, ())
    naive = {n for n, own in numbers.items() for o in own for r in roots if o == r or o.startswith(r + ".")}
    assert Tree(numbers).below(name) == {name} | naive


class Counted(list[tuple[str, str]]):
    """A list that counts how often it is looked at."""

    looks = 0

    def __getitem__(self, at):  # type: ignore[no-untyped-def]
        self.looks += 1
        return super().__getitem__(at)


def test_an_explosion_looks_at_what_lies_below_and_not_at_the_vocabulary() -> None:
    tree = Tree({f"heading {i}": (f"X{i // 100:03}.{i % 100:03}",) for i in range(10_000)} | {"root": ("X050",)})
    tree.below("root")
    places = Counted(tree._places)
    object.__setattr__(tree, "_places", places)
    assert len(tree.below("root")) == 101
    assert places.looks <= 101 + 1 + math.ceil(math.log2(10_001)) + 1


# --- the bundled table -----------------------------------------------------------------------------------------------


def test_no_bundled_branch_has_a_gap() -> None:
    held = {n for own in bundled().numbers.values() for n in own}
    for branch in BRANCHES:
        assert branch in held
    inside = [n for n in held if n.startswith(tuple(b + "." for b in BRANCHES))]
    assert [n for n in inside if n.rpartition(".")[0] not in held] == []


def test_every_bundled_number_has_the_form_of_nlm_and_one_heading() -> None:
    held = [n for own in bundled().numbers.values() for n in own]
    assert [n for n in held if not re.fullmatch(r"[A-Z]\d\d(\.\d{3})*", n)] == []
    assert len(held) == len(set(held))


@pytest.mark.shared
def test_the_headings_of_the_worked_review_are_known_at_their_places_of_2015(shared_dir: Path) -> None:
    with (shared_dir / "paper" / "mesh_terms.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    tree = bundled()
    assert [r["heading"] for r in rows if tree.heading(r["heading"]) is None] == []
    wanted = {r["heading"]: {n.strip() for n in r["tree_2015"].split(";") if n.strip()} for r in rows}
    assert [h for h, numbers in wanted.items() if not numbers <= set(tree.places(h))] == []


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("consumer participation", "Community Participation"),
        ("Mentally Ill Persons", "Persons with Psychiatric Disorders"),
        ("social support", "Social Support"),
        ("Diabetes Mellitus", "Diabetes Mellitus"),
        ("mental", None),
        ("Befriending", None),
    ],
)
def test_a_name_or_entry_term_leads_to_its_heading(name: str, heading: str | None) -> None:
    assert bundled().heading(name) == heading


def test_an_entry_term_explodes_as_its_heading_does() -> None:
    tree = bundled()
    assert tree.below("consumer participation") == tree.below("Community Participation") | {"consumer participation"}
    assert "patient participation" in tree.below("consumer participation")


def test_the_bundled_table_does_not_pass_for_the_whole() -> None:
    assert not bundled().whole
    assert bundled().explodes("Mental Disorders")
    assert not bundled().explodes("Diabetes Mellitus")  # known by name alone
    assert not bundled().explodes("Pain")  # also at C23.888.592.612, which is not bundled
    assert bundled().places("Diabetes Mellitus") == ()


@pytest.mark.parametrize(
    "name", ["Bone and Bones", "neoplasms, cystic, mucinous, and serous", "Black or African American"]
)
def test_a_heading_with_an_operator_in_its_name_is_one_heading(name: str) -> None:
    assert re.fullmatch(mesh.COMPOUND, name, re.I)


@pytest.mark.parametrize("name", ["schizophrenia and depression", "pregnancy, childbirth and the puerperium", "and"])
def test_two_headings_with_an_operator_between_them_are_not_one(name: str) -> None:
    assert not re.fullmatch(mesh.COMPOUND, name, re.I)


# --- subheadings -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("su", {"surgery", "transplantation"}),
        ("therapeutic use", {"therapeutic use", "administration & dosage", "adverse effects", "poisoning"}),
        ("ae", {"adverse effects", "poisoning", "toxicity"}),
        ("dt", {"drug therapy"}),
        ("Fictional", {"fictional"}),
    ],
)
def test_a_subheading_takes_its_group_with_it(code: str, names: set[str]) -> None:
    assert qualifiers_below(code) == names


def test_therapy_takes_eight_with_it() -> None:
    eight = {
        "diet therapy",
        "drug therapy",
        "nursing",
        "prevention & control",
        "radiotherapy",
        "rehabilitation",
        "surgery",
    }
    assert qualifiers_below("th") == {"therapy", "transplantation"} | eight


def test_there_are_76_subheadings_in_use_and_8_that_were_withdrawn() -> None:
    withdrawn = {"ct", "du", "ma", "ra", "ri", "se", "us", "ut"}
    assert withdrawn <= set(qualifiers())
    assert len(set(qualifiers()) - withdrawn) == 76


# --- NLM's files -----------------------------------------------------------------------------------------------------


def test_xml_packed_xml_and_ascii_say_the_same(tmp_path: Path) -> None:
    xml = file(tmp_path, as_xml(GARDENS))
    packed = file(tmp_path, gzip.compress(as_xml(GARDENS).encode()), "desc2026.xml.gz")
    plain = file(tmp_path, as_ascii(GARDENS), "d2026.bin")
    assert tuple(descriptors(xml)) == tuple(descriptors(packed)) == tuple(descriptors(plain)) == GARDENS


WORDS = st.text(st.sampled_from("abcÄé ,-'&<>()1"), min_size=1, max_size=20).map(str.strip).filter(bool)


@given(
    st.lists(
        st.builds(
            lambda name, terms, numbers: Descriptor(
                name=name,
                terms=tuple(dict.fromkeys(t for t in terms if t != name)),
                numbers=tuple(dict.fromkeys(numbers)),
            ),
            WORDS,
            st.lists(WORDS, max_size=3),
            st.lists(st.from_regex(r"\A[A-Z][0-9]{2}(\.[0-9]{3}){0,3}\Z"), max_size=3),
        ),
        min_size=1,
        max_size=5,
    ).map(tuple)
)
def test_what_is_written_in_either_form_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, found: tuple[Descriptor, ...]
) -> None:
    folder = tmp_path_factory.mktemp("mesh")
    assert tuple(descriptors(file(folder, as_xml(found)))) == found
    assert tuple(descriptors(file(folder, as_ascii(found), "d2026.bin"))) == found


@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"*NEWRECORD\nMH = x\n", b"<DescriptorRecordSet><DescriptorRecord>", b"\x1f\x8b"]),
)
def test_no_bytes_give_anything_but_headings_or_one_clear_error(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    path = file(tmp_path_factory.mktemp("mesh"), start + data)
    faults: list[BadFile] = []
    try:
        assert all(d.name for d in descriptors(path))
    except BadFile as error:
        faults.append(error)
    assert all(str(path) in fault.where and fault.then for fault in faults)


def test_an_entity_is_not_expanded(tmp_path: Path) -> None:
    secret = file(tmp_path, "FICTIONAL SECRET", "secret.txt")
    doctype = f'<!DOCTYPE DescriptorRecordSet [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY i "inside">]>\n'
    found = (Descriptor(name="NAME", numbers=("X01",), terms=("A term",)),)
    text = as_xml(found, doctype).replace("A term", "A&e;&i; term")
    assert all("SECRET" not in t and "inside" not in t for d in descriptors(file(tmp_path, text)) for t in d.terms)


def test_a_dtd_that_is_nowhere_is_not_fetched(tmp_path: Path) -> None:
    doctype = '<!DOCTYPE DescriptorRecordSet SYSTEM "https://127.0.0.1:9/nlmdescriptorrecordset_20250101.dtd">\n'
    path = file(tmp_path, as_xml(GARDENS, doctype), "mesh.xml")
    assert len(tuple(descriptors(path))) == 4
    assert year(path) == "2025"


@pytest.mark.parametrize(("name", "of"), [("desc2026.xml", "2026"), ("d2017.bin", "2017"), ("desc.xml", "")])
def test_the_year_is_in_the_name(tmp_path: Path, name: str, of: str) -> None:
    assert year(tmp_path / name) == of


def test_progress_ends_at_the_number_of_headings(tmp_path: Path) -> None:
    found = tuple(Descriptor(name=f"Fictional {i}") for i in range(600))
    seen: list[tuple[int, int]] = []
    list(descriptors(file(tmp_path, as_ascii(found)), lambda done, total: seen.append((done, total))))
    assert [done for done, _ in seen] == [250, 500, 600]
    assert seen[-1] == (600, 600)
    assert all(done <= total for done, total in seen)


# --- the table on this computer --------------------------------------------------------------------------------------


def test_a_loaded_table_takes_the_place_of_the_bundled_one(own: Path) -> None:
    assert vocabulary() is bundled()
    assert mesh_table.load(file(own, as_xml(GARDENS))) == 4
    tree = vocabulary()
    assert (tree.source, tree.year, tree.whole) == ("desc2026.xml", "2026", True)
    assert "Schizophrenia" not in tree
    assert tree.explodes("Fictional Weather")
    assert not tree.explodes("Schizophrenia")
    assert tree.below("fictional gardens") == {
        "fictional gardens",
        "fictional allotments & sheds",
        "fictional beehives",
    }
    assert tree.places("Fictional Allotments & Sheds") == ("X01.100", "X02.300.250")
    assert tree.places("Fictional Weather") == ()


def test_entry_terms_and_subheadings_are_kept(own: Path) -> None:
    mesh_table.load(file(own, as_ascii(GARDENS), "d2026.bin"))
    tree = vocabulary()
    assert tree.heading("plots, fictional") == "Fictional Gardens"
    assert tree.heading("Fictional Plot") is None
    assert mesh_table.entry_terms(tree, "Fictional Gardens") == ["Plots, Fictional"]
    assert mesh_table.allowed(tree, "Fictional Gardens") == ["ec", "td"]
    assert dict(tree.terms) == {
        "plots, fictional": "fictional gardens",
        "fictional plots": "fictional allotments & sheds",
    }
    assert len(tree.terms) == 2


def test_a_headings_own_name_comes_before_its_use_as_an_entry_term(own: Path) -> None:
    other = Descriptor(name="Fictional Sheds", numbers=("X05",), terms=("Fictional Gardens",))
    mesh_table.load(file(own, as_xml((other, *GARDENS))))
    assert vocabulary().heading("Fictional Gardens") == "Fictional Gardens"


def test_a_second_load_replaces_the_first(own: Path) -> None:
    mesh_table.load(file(own, as_xml(GARDENS)))
    assert vocabulary().year == "2026"
    mesh_table.load(file(own, as_xml(GARDENS[:1]), "desc2027.xml"))
    assert (vocabulary().year, len(vocabulary().numbers)) == ("2027", 1)


SOUND = as_xml(GARDENS)
UNSOUND = [
    ("empty", b"", "is empty"),
    ("blank", b" \n \n", "is empty"),
    ("text", b"heading,numbers\nX,X01\n", "no descriptor file"),
    ("cut off", SOUND[: len(SOUND) // 2].encode(), "cut off"),
    ("not closed", SOUND.replace("</DescriptorRecordSet>", "").encode(), "cut off"),
    ("a tag amiss", SOUND.replace("</TreeNumberList>", "", 1).encode(), "no sound XML"),
    ("no name", SOUND.replace("Fictional Beehives", " ").encode(), "without a DescriptorName"),
    ("no records", b"<?xml version='1.0'?><DescriptorRecordSet></DescriptorRecordSet>", "holds no headings"),
    (
        "supplementary",
        b"<?xml version='1.0'?><SupplementalRecordSet></SupplementalRecordSet>",
        "supplementary concepts",
    ),
    ("qualifiers", b"<?xml version='1.0'?><QualifierRecordSet></QualifierRecordSet>", "qualifiers"),
    ("supplementary in ASCII", b"*NEWRECORD\nRECTYPE = C\nNM = x\n", "supplementary concepts"),
    ("qualifiers in ASCII", b"*NEWRECORD\nRECTYPE = Q\nSH = x\n", "qualifiers"),
    ("no MH", b"*NEWRECORD\nRECTYPE = D\nMN = X01\n", "without its heading"),
    ("not UTF-8", b"*NEWRECORD\nRECTYPE = D\nMH = Caf\xe9\n", "no UTF-8"),
    ("packed, cut off", gzip.compress(SOUND.encode())[:-20], "damaged or cut off"),
    ("packed, damaged", gzip.compress(SOUND.encode())[:12] + b"\xff" * 40, "damaged or cut off"),
    ("packed, not", b"\x1f\x8b nothing", "damaged or cut off"),
]


@pytest.mark.parametrize(("data", "message"), [row[1:] for row in UNSOUND], ids=[row[0] for row in UNSOUND])
def test_an_unsound_file_gives_one_clear_error_and_leaves_the_old_table(own: Path, data: bytes, message: str) -> None:
    mesh_table.load(file(own, SOUND, "desc2025.xml"))
    path = file(own, data)
    with pytest.raises(BadFile, match=message) as raised:
        mesh_table.load(path)
    assert raised.value.where.startswith(str(path))
    assert raised.value.then
    assert (vocabulary().year, len(vocabulary().numbers)) == ("2025", 4)
    assert [p.name for p in (own / "data").iterdir()] == ["mesh.sqlite"]


def test_the_line_of_the_fault_is_named(own: Path) -> None:
    lines = as_ascii(GARDENS).splitlines()
    at = lines.index("MH = Fictional Beehives")
    broken = [*lines[:at], *lines[at + 1 :]]
    start = max(i for i, line in enumerate(broken[:at], 1) if line == "*NEWRECORD")
    path = file(own, "\n".join(broken), "d2026.bin")
    with pytest.raises(BadFile) as raised:
        mesh_table.load(path)
    assert raised.value.where == f"{path}:{start}"


def test_a_missing_file_is_named(own: Path) -> None:
    with pytest.raises(BadFile, match="cannot be read") as raised:
        mesh_table.load(own / "desc2031.xml")
    assert "desc2031.xml" in raised.value.where


@pytest.mark.parametrize("damage", [b"", b"no table at all, but long enough to be taken for one" * 30])
def test_a_damaged_table_is_an_error_and_not_the_bundled_one(own: Path, damage: bytes) -> None:
    mesh_table.load(file(own, SOUND))
    mesh_table.table().write_bytes(damage)
    with pytest.raises(BadFile, match="table of MeSH cannot be read") as raised:
        vocabulary()
    assert "resift mesh load" in raised.value.then


def test_a_table_of_another_version_is_an_error(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mesh_table.load(file(own, SOUND))
    monkeypatch.setattr(mesh_table, "_FORMAT", "2")
    mesh_table._read.cache_clear()
    with pytest.raises(BadFile, match="another version"):
        vocabulary()


def test_ten_thousand_headings_are_loaded_and_explode(own: Path) -> None:
    found = tuple(
        Descriptor(name=f"Fictional {i}", numbers=(f"X01.{i // 100:03}.{i % 100:03}",), terms=(f"Term {i}",))
        for i in range(10_000)
    )
    root = Descriptor(name="Fictional", numbers=("X01",))
    assert mesh_table.load(file(own, as_xml((root, *found)))) == 10_001
    tree = vocabulary()
    assert len(tree.below("Fictional")) == 10_001
    assert tree.heading("term 9999") == "Fictional 9999"


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"RESIFT_MESH": "/f/mesh", "XDG_DATA_HOME": "/f/data"}, "/f/mesh"),
        ("linux", {"XDG_DATA_HOME": "/f/data"}, "/f/data/resift"),
        ("linux", {"HOME": "/fictional"}, "/fictional/.local/share/resift"),
        ("darwin", {"HOME": "/fictional"}, "/fictional/Library/Application Support/resift"),
        ("win32", {"LOCALAPPDATA": "/f/local"}, "/f/local/resift"),
    ],
)
def test_the_table_is_in_the_platforms_customary_folder(
    monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
) -> None:
    for name in ("RESIFT_MESH", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(mesh_table.sys, "platform", platform)
    assert mesh_table.folder().as_posix() == folder


def test_a_name_among_the_further_names_that_is_an_entry_term_is_no_heading() -> None:
    tree = read_table(
        ["heading,numbers,terms", "Fictional Gardens,X01;X02.100,Plots; Beds"], ["Plots", "Fictional Weather"]
    )
    assert "plots" not in tree
    assert tree.heading("beds") == "Fictional Gardens"
    assert (tree.places("plots"), tree.places("Fictional Weather")) == (("X01", "X02.100"), ())
