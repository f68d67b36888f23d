"""The services beside PubMed: those that know citations and those that know open copies; asked only where wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from resift.search.archive import Archive

if TYPE_CHECKING:
    from resift.search.citations import CitationSource
    from resift.search.credentials import Credentials
    from resift.search.open_access import CopyFinder

Service = Callable[[Archive], "CitationSource"]


def services(known: Credentials, addresses: Mapping[str, str]) -> Mapping[str, Service]:
    """How to reach each service, by its name in review.toml; ``addresses`` are of what stands in for them.

    The e-mail address goes along so that their operators can write; what they answer is kept in the archive given.
    """

    def europepmc(archive: Archive) -> CitationSource:
        from resift.search.europepmc import ADDRESS, EuropePMC
        from resift.search.web import Web

        address = addresses.get("europepmc") or ADDRESS
        return EuropePMC(Web(EuropePMC.name, address, contact=known.email.value, archive=archive))

    def openalex(archive: Archive) -> CitationSource:
        from resift.search.openalex import ADDRESS, OpenAlex
        from resift.search.web import Web

        address, secrets = addresses.get("openalex") or ADDRESS, {"api_key": known.openalex.value}
        web = Web(OpenAlex.name, address, contact=known.email.value, secrets=secrets, archive=archive)
        return OpenAlex(web, keyed=bool(known.openalex))

    return {"europepmc": europepmc, "openalex": openalex}


def copy_finders(known: Credentials, addresses: Mapping[str, str], archive: Archive) -> Sequence[CopyFinder]:
    """Unpaywall and Europe PMC, which know where open copies lie; a ReviewError where there is no e-mail address."""
    from resift.search.europepmc import ADDRESS
    from resift.search.open_access import UNPAYWALL, EuropePMCCopies, Unpaywall
    from resift.search.web import Web

    email = known.needed_email("Unpaywall")
    first = Web(Unpaywall.name, addresses.get("unpaywall") or UNPAYWALL, secrets={"email": email}, archive=archive)
    second = Web(EuropePMCCopies.name, addresses.get("europepmc") or ADDRESS, contact=email, archive=archive)
    return Unpaywall(first), EuropePMCCopies(second)
