"""Secrets and IP addresses taken out of what is archived, logged or shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

_ADDRESSES = re.compile(r"(?<![\w.:])(\d{1,3}(\.\d{1,3}){3}|(?=[\da-f]*:[\da-f:]*:)[\da-f:]{6,39})(?![\w.:])", re.I)


def without(text: str, secrets: Iterable[str]) -> str:
    """The text without these secrets, however an address writes them.

    >>> without("api_key=a+b&x=a%2Bb", ["a+b"])
    'api_key=[redacted]&x=[redacted]'
    """
    for secret in secrets:
        for form in {secret, quote(secret), quote_plus(secret)}:
            text = text.replace(form, "[redacted]")
    return text


def without_addresses(text: str) -> str:
    """The text without IP addresses: servers echo the caller's.

    >>> without_addresses("from 192.0.2.7 and 2001:db8::1")
    'from [redacted] and [redacted]'
    """
    return _ADDRESSES.sub("[redacted]", text)
