"""What Word's and Excel's files have in common: the letters they can hold, and how the same content gives the same
bytes."""

from __future__ import annotations

import io
import re
import zipfile

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PICTURES = 0x2400


def allowed(text: str) -> str:
    """A text without the characters that XML 1.0 has no place for; each is shown by its symbol, or as U+FFFD.

    >>> allowed("depress*\\x0b AND\\x00 anxi*\\ud800")
    'depress*\\u240b AND\\u2400 anxi*\\ufffd'
    """
    return _FORBIDDEN.sub(_shown, text)


def timeless(archive: bytes) -> bytes:
    """A zip archive with the same files in the same order, all dated at the start of 1980."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _EPOCH), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _shown(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < 0x20 else "\ufffd"
