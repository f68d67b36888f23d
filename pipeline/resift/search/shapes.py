"""The E-utilities' answers as bytes, shaped like recorded ones (document types, order, line breaks)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from resift.records import Record

_DTD = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_KINDS = {
    "eSearchResult": ("esearch 20060628", "20060628/esearch.dtd"),
    "ePostResult": ("epost 20090526", "20090526/epost.dtd"),
    "eInfoResult": ("einfo 20190110", "20190110/einfo.dtd"),
    "eSummaryResult": ("esummary v1 20041029", "20041029/esummary-v1.dtd"),
    "eLinkResult": ("elink 20101123", "20101123/elink.dtd"),
}
_SET = (
    '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
)
Remarks = Sequence[tuple[str, str]]


def document(root: str, body: str) -> bytes:
    """A small answer with its declaration and document type."""
    name, file = _KINDS[root]
    head = (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE {root} PUBLIC "-//NLM//DTD {name}//EN" "{_DTD}/{file}">\n'
    )
    return f"{head}<{root}>{body}</{root}>\n".encode()


def error(root: str, *messages: str) -> bytes:
    """An error as esearch, epost, esummary and elink wrap it, under HTTP status 200."""
    if root == "eSearchResult":
        return document(root, "".join(f"<ERROR>{escape(m)}</ERROR>" for m in messages))
    return document(root, "\n" + "".join(f"\t<ERROR>{escape(m)}</ERROR>\n" for m in messages))


def fetch_error(message: str) -> bytes:
    """An error of efetch; its document type differs from its root element, as in the real one."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE eEfetchResult PUBLIC "-//NLM//DTD efetch 20131226//EN" '
        f'"{_DTD}/20131226/efetch.dtd">\n<eFetchResult>\n\t<ERROR>{escape(message)}</ERROR>\n</eFetchResult>\n'
    ).encode()


def found(
    ids: Sequence[str], count: int, retstart: int, translation: str, history: str, errors: Remarks, warnings: Remarks
) -> bytes:
    """An esearch answer."""
    listed = "<IdList/>" if not ids else "<IdList>\n" + "".join(f"<Id>{i}</Id>\n" for i in ids) + "</IdList>"
    return document(
        "eSearchResult",
        f"<Count>{count}</Count><RetMax>{len(ids)}</RetMax><RetStart>{retstart}</RetStart>{history}{listed}"
        f"<TranslationSet/><QueryTranslation>{escape(translation)}</QueryTranslation>"
        f"{_remarks('ErrorList', errors)}{_remarks('WarningList', warnings)}",
    )


def _remarks(name: str, remarks: Remarks) -> str:
    inside = "".join(f"<{kind}>{escape(text)}</{kind}>" for kind, text in remarks)
    return f"<{name}>{inside}</{name}>" if inside else ""


def records(blobs: Iterable[bytes]) -> bytes:
    """An efetch answer; the empty one too has its root."""
    return _SET.encode() + b"\n".join([*blobs, b""]) + b"</PubmedArticleSet>"


def posted(key: int, webenv: str) -> bytes:
    """An epost answer."""
    return document("ePostResult", f"\n\t<QueryKey>{key}</QueryKey>\n\t<WebEnv>{webenv}</WebEnv>\n")


def databases() -> bytes:
    """The list of databases: one."""
    return document("eInfoResult", "\n<DbList>\n\n\t<DbName>pubmed</DbName>\n</DbList>\n\n")


def database(count: int, fields: Iterable[tuple[str, str]]) -> bytes:
    """What einfo says about PubMed: size and fields."""
    listed = "".join(
        f"\t\t<Field>\n\t\t\t<Name>{n}</Name>\n\t\t\t<FullName>{f}</FullName>\n\t\t</Field>\n" for n, f in fields
    )
    body = (
        "\n\t<DbInfo>\n\t<DbName>pubmed</DbName>\n\t<MenuName>PubMed</MenuName>\n"
        f"\t<Description>PubMed records at hand</Description>\n\t<Count>{count}</Count>\n"
        f"\t<FieldList>\n{listed}\t</FieldList>\n\t</DbInfo>\n"
    )
    return document("eInfoResult", body)


def links(sets: Iterable[tuple[Sequence[str], str, Sequence[str]]]) -> bytes:
    """An elink answer: source ids, name of the link, linked ids, once per set."""
    return document("eLinkResult", "\n" + "".join(_link_set(*each) for each in sets))


def _link_set(sources: Sequence[str], name: str, linked: Sequence[str]) -> str:
    asked = "".join(f"\t\t<Id>{i}</Id>\n" for i in sources)
    to = "".join(f"\t\t<Link>\n\t\t\t<Id>{i}</Id>\n\t\t</Link>\n" for i in linked)
    db = f"\t<LinkSetDb>\n\t\t<DbTo>pubmed</DbTo>\n\t\t<LinkName>{name}</LinkName>\n{to}\t</LinkSetDb>\n" if to else ""
    return f"<LinkSet>\n\t<DbFrom>pubmed</DbFrom>\n\t<IdList>\n{asked}\t</IdList>\n{db}</LinkSet>\n"


def summaries(found: Iterable[Record]) -> bytes:
    """An esummary answer with the items that a citation needs."""
    return document("eSummaryResult", "\n" + "\n".join(_summary(r) for r in found))


def _summary(record: Record) -> str:
    names = "".join(f'\t\t<Item Name="Author" Type="String">{escape(a)}</Item>\n' for a in record.authors)
    kinds = "".join(f'\t\t<Item Name="PubType" Type="String">{escape(p)}</Item>\n' for p in record.publication_types)
    return (
        f"<DocSum>\n\t<Id>{record.accession}</Id>\n"
        + _item("PubDate", "Date", dict(record.raw).get("DP", str(record.year or "")))
        + _item("Source", "String", record.journal_short)
        + f'\t<Item Name="AuthorList" Type="List">\n{names}\t</Item>\n'
        + _item("Title", "String", record.title)
        + _item("Volume", "String", record.volume)
        + _item("Issue", "String", record.issue)
        + _item("Pages", "String", record.pages)
        + f'\t<Item Name="PubTypeList" Type="List">\n{kinds}\t</Item>\n'
        + _item("FullJournalName", "String", record.journal)
        + _item("DOI", "String", record.doi or "")
        + "</DocSum>\n"
    )


def _item(name: str, kind: str, value: str) -> str:
    return f'\t<Item Name="{name}" Type="{kind}">{escape(value)}</Item>\n'
