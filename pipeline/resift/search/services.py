"""The services beside PubMed that know citations; asked only where review.toml names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from resift.search.archive import Archive

if TYPE_CHECKING:
    from resift.search.citations import CitationSource
    from resift.search.credentials import Credentials

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
