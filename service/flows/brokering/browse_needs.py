"""Needs as a list: a factory's own ones, or for the desk those of all."""

import re
from dataclasses import dataclass

from service.domain.need_steps import NeedState
from service.domain.needs import Need
from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.people import Role
from service.domain.permissions import Action, Actor, Subject, could, may
from service.errors import Invalid, Refused
from service.runtime import Runtime
from service.store.queries.needs import NeedQuery, list_needs
from service.store.unit_of_work import reading

_PLACE = re.compile(r"[0-9]{4}-[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class NeedsAsked:
    """What a list is narrowed to. `before`: 2026-417, the last need of the part before."""

    state: str = ""
    town: str = ""
    before: str = ""
    number: int = 1


def browse_needs(runtime: Runtime, actor: Actor, asked: NeedsAsked) -> Page[Need]:
    """Newest first. Whoever brokers sees all; people of a factory see that factory's.

    Raises:
        Refused: this account has no needs to see.
        Invalid: there is no such state, or `before` is no place in a list.
    """
    if not could(actor, Action.KEEP_NEEDS):
        raise Refused("您的账户没有查看需求的权限。")
    if asked.state and asked.state not in set(NeedState):
        raise Invalid(f"没有“{asked.state[:40]}”这个阶段。可用的：{'、'.join(NeedState)}。", fields={"state": "没有这个阶段"})
    if asked.before and not _PLACE.fullmatch(asked.before):
        raise Invalid("cursor 请原样用上一次答复里给的。", fields={"cursor": "请原样用上一次答复里给的"})
    firms = tuple(grant.firm_id for grant in actor.grants if grant.role is Role.MANUFACTURER)
    mine = None if may(actor, Action.BROKER_NEEDS, Subject()) else firms
    year, _, serial = asked.before.partition("-")
    query = NeedQuery(
        states=(NeedState(asked.state),) if asked.state else (),
        town=asked.town,
        manufacturer_ids=mine,
        before=(int(year), int(serial)) if serial else None,
        number=asked.number,
        size=DEFAULT_PAGE_SIZE,
    )
    with reading(runtime.database) as session:
        return list_needs(session, query)
