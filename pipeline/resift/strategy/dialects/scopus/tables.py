"""Scopus: its field codes, values and wildcards."""

from __future__ import annotations

from resift.strategy import fields as f
from resift.strategy.tree import ANY, ONE

ALL = f.EVERYTHING | {"references"}
AUTHOR_TOO = f.KEY | {"author"}
PLACES = ("AFFIL", "AFFILORG", "AFFILCITY", "AFFILCOUNTRY")
FIELDS: dict[str, frozenset[str]] = {
    "TITLE": f.TITLE, "ABS": f.ABSTRACT, "TITLE-ABS": f.TITLE_ABSTRACT, "TITLE-ABS-KEY": f.KEY,
    "TITLE-ABS-KEY-AUTH": AUTHOR_TOO, "KEY": f.KEYWORD | f.INDEX_WORDS, "AUTHKEY": f.KEYWORD,
    "INDEXTERMS": f.INDEX_WORDS, "CHEMNAME": f.SUBSTANCE, "ALL": ALL, **dict.fromkeys(PLACES, f.AFFILIATION),
}  # fmt: skip
VALUES = {
    "AUTH": "author", "SRCTITLE": "journal", "DOCTYPE": "publication type", "LANGUAGE": "language", "PMID": "pmid",
    "DOI": "doi", "ISSN": "issn", "CASREGNUMBER": "registry number", "EXACTSRCTITLE": "journal",
}  # fmt: skip
_OWN = (
    "AF-ID AU-ID AUTHCOLLAB AUTHFIRST AUTHLASTNAME AUTHOR-NAME FIRSTAUTH EDITOR EDFIRST EDLASTNAME "
    "EXACTKEYWORD INDEX SUBJAREA SRCTYPE SRCID PUBSTAGE OPENACCESS PUBDATETXT EID ARTNUM CODEN ISBN EISSN ISSNP "
    "VOLUME ISSUE "
    "PAGES PAGEFIRST PAGELAST CONF CONFNAME CONFLOC CONFSPONSORS FUND-ALL FUND-SPONSOR FUND-ACR FUND-NO CHEM "
    "TRADENAME MANUFACTURER SEQBANK SEQNUMBER WEBSITE REF REFAUTH REFTITLE REFSRCTITLE REFPUBYEAR REFPAGE"
)
OWN = {code: code.lower().replace("-", " ") for code in _OWN.split()}
"""Index fields that no other platform has in the same way."""
DOCTYPES = {
    "ar": "article", "re": "review", "cp": "conference paper", "le": "letter", "ed": "editorial", "no": "note",
    "sh": "short survey", "ch": "book chapter", "bk": "book", "er": "erratum", "cr": "conference review",
    "bz": "business article", "dp": "data paper", "rp": "report", "tb": "retracted",
}  # fmt: skip
WILDCARDS = {"*": ANY, "?": ONE}
FARTHEST = 255
EARLIEST, LATEST = "1000", "3000"
"""What stands for an open end of a range of years."""
