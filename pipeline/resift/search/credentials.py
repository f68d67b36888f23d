"""Who asks: the e-mail address and keys, from the environment or the system's keyring, never from a review's files.

The keyring is that of the operating system, through the ``keyring`` library where it is installed; an entry is made
with ``keyring set resift NCBI_API_KEY``. No value is ever shown: what is printed says only where it was found.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from resift.errors import ReviewError

EMAIL, KEY, OPENALEX_KEY = "NCBI_EMAIL", "NCBI_API_KEY", "OPENALEX_API_KEY"
SERVICE = "resift"


class Keyring(Protocol):
    """What is asked of a keyring: the ``keyring`` library itself, or what stands in for it."""

    def get_password(self, service: str, username: str, /) -> str | None:
        """The secret kept under two names, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A value that is never shown, and where it was found: ``environment``, ``keyring`` or nowhere (empty).

    ``trouble`` says why the keyring could not be asked, if that was so.

    >>> Secret(value="0123", found="environment")
    Secret(found='environment', trouble='')
    >>> bool(Secret()), f"{Secret(value='0123')}"
    (False, "Secret(found='', trouble='')")
    """

    value: str = field(default="", repr=False)
    found: str = ""
    trouble: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """The e-mail address that NCBI asks for, its key if there is one, and OpenAlex's."""

    email: Secret
    key: Secret
    openalex: Secret

    def needed_email(self, asks: str = "PubMed") -> str:
        """The e-mail address that a service asks for; a ReviewError says how to give one where there is none."""
        if self.email:
            return self.email.value
        trouble = f" ({self.email.trouble})" if self.email.trouble else ""
        raise ReviewError(f"{asks} asks for an e-mail address{trouble}",
                          then=f"set {EMAIL}, or: keyring set {SERVICE} {EMAIL}")  # fmt: skip


def credentials(environment: Mapping[str, str] = os.environ, ring: Keyring | None = None) -> Credentials:
    """What the environment has, and for what it lacks the keyring.

    ``ring`` stands in for the system's keyring, which is only asked for what the environment does not have.

    >>> credentials({"NCBI_EMAIL": "fictional@example.org", "NCBI_API_KEY": " ", "OPENALEX_API_KEY": "x"}).email
    Secret(found='environment', trouble='')
    """
    return Credentials(
        email=_secret(EMAIL, environment, ring),
        key=_secret(KEY, environment, ring),
        openalex=_secret(OPENALEX_KEY, environment, ring),
    )


def _secret(name: str, environment: Mapping[str, str], ring: Keyring | None) -> Secret:
    given = environment.get(name, "").strip()
    if given:
        return Secret(value=given, found="environment")
    try:
        kept = (ring or _system()).get_password(SERVICE, name)
    except ImportError:
        return Secret()
    except Exception as why:  # a back end may raise anything; what it says might hold the secret
        return Secret(trouble=f"the keyring cannot be asked: {type(why).__name__}")
    value = (kept or "").strip()
    return Secret(value=value, found="keyring") if value else Secret()


def _system() -> Keyring:
    from importlib import import_module

    library: Keyring = import_module("keyring")
    return library
