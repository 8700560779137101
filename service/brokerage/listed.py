"""The provider that a shortlist or an introduction is about: public today, or not at all."""

from service.copies.open_providers import read_open_providers
from service.domain.calendar import month_began_at
from service.domain.introductions import Introduction
from service.domain.need_steps import Party
from service.domain.providers import Provider
from service.errors import Conflict, NotFound
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.intake import read_intake


def require_available(runtime: Runtime, session: Transaction, introduction: Introduction, side: Party) -> None:
    """Go on only with a provider that is still public, and before it is asked, one that still takes introductions.

    Raises:
        Conflict: it has left the list, paused or reached its number since it was proposed.
    """
    found = read_open_providers(session, [introduction.provider_id])
    if not found or not found[0].is_listed(runtime.today):
        raise Conflict("这家服务商现在不在公开名录里，这次对接不能继续。请工作人员撤回，换一家。")
    if side is Party.MANUFACTURER:
        refusal = read_intake(session, introduction.provider_id, month_began_at(runtime.clock.now())).refusal
        if refusal:
            raise Conflict(f"{refusal}请工作人员撤回，换一家。")


def get_listed_provider(runtime: Runtime, session: Transaction, provider_id: str) -> Provider:
    """The provider with this id.

    Raises:
        NotFound: there is none such, or it is not public today.
    """
    found = read_open_providers(session, [provider_id])
    if not found or not found[0].is_listed(runtime.today):
        raise NotFound("名录里没有这家服务商，或它现在不公开。")
    return found[0]
