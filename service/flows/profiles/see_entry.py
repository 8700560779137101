"""服务商管理: staff look up any firm, listed or not, with its memberships, what it confirmed, and what was vouched for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.copies.kept_codes import read_codes
from service.domain.codes import CodeTables
from service.domain.confirmations import Confirmed
from service.domain.evidence import EvidenceProof
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, could
from service.domain.providers import FoundFirm, Provider
from service.errors import NotFound, Refused
from service.runtime import Runtime
from service.store.queries.confirmations import read_confirmations
from service.store.queries.people import person_names
from service.store.queries.proofs import read_proofs
from service.store.queries.stored_firms import find_stored_firm, list_firms
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class EntryState:
    """One firm for staff. `proofs`: id of an item → what was vouched of it; `names`: id → name of those who confirmed or vouched."""

    provider: Provider
    confirmed: Confirmed
    proofs: Mapping[str, Sequence[EvidenceProof]]
    names: Mapping[str, str]
    codes: CodeTables


def list_entries(runtime: Runtime, actor: Actor, text: str, number: int) -> Page[FoundFirm]:
    """Firms whose name or code holds the text, by name.

    Raises:
        Refused: not for this actor.
    """
    _check(actor)
    with reading(runtime.database) as session:
        return list_firms(session, text.strip(), number)


def see_entry(runtime: Runtime, actor: Actor, provider_id: str) -> EntryState:
    """One firm.

    Raises:
        Refused: not for this actor.
        NotFound: there is none such.
    """
    _check(actor)
    with reading(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        confirmed = read_confirmations(session, [provider_id]).get(provider_id, {})
        proofs = read_proofs(session, [provider_id])
        people = {word.by for word in confirmed.values()} | {each.by for told in proofs.values() for each in told}
        names = person_names(session, sorted(people))
    return EntryState(provider, confirmed, proofs, names, read_codes(runtime.database, runtime.copies.codes))


def _check(actor: Actor) -> None:
    if not could(actor, Action.KEEP_ENTRIES):
        raise Refused("您的账户没有管理服务商的权限。")
