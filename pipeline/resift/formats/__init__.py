"""Reading what databases and reference managers export, and writing what other tools import.

The content of a file decides on its format, never its name. Whatever is tolerated is remarked; whatever cannot be
read wholly is refused with file, line and next step.
"""

from resift.formats.decoding import decode
from resift.formats.entries import Reading, Remark
from resift.formats.judged import COVIDENCE_LIMIT, Judged
from resift.formats.reading import READABLE, read_bytes, read_file, renamed
from resift.formats.ris_writing import write_ris
from resift.formats.sniffing import PUBMED_XML, sniff

__all__ = [
    "COVIDENCE_LIMIT", "PUBMED_XML", "READABLE", "Judged", "Reading", "Remark", "decode", "read_bytes", "read_file",
    "renamed", "sniff", "write_ris",
]  # fmt: skip
