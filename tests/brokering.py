"""Needs of tests: stated by a factory, by the desk, or without an account, and moved on by the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import select

from service.brokerage.standing import NeedKey
from service.brokerage.statements import Statement
from service.copies.open_providers import read_open_providers
from service.domain.needs import Need, NeedSource
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS, Actor
from service.flows.brokering.keep_shortlist import keep_shortlist
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.see_need import see_need
from service.flows.brokering.state_need import StatedBy, StatedNeed, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.flows.profiles.prepare_passages import prepare_passages
from service.flows.upkeep.fill_codes import fill_codes
from service.identity.actors import actor_of
from service.runtime import Copies, Runtime
from service.search.engines.embedded import EmbeddedEngine
from service.settings import ROOT
from service.store import migrate
from service.store.engine import open_database
from service.store.rows import ProviderRow
from service.store.unit_of_work import reading
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock
from tests.people import make_person, with_mailbox

SENTENCE = "贴片机联网，各品牌注塑机的模次、周期、停机原因实时采集，旧机加电流互感器，断网可补传"
"""Two of the small pool fit it, also by the encoder without a model."""
STATEMENT = Statement(
    SENTENCE,
    firm="长安某五金厂",
    town="长安镇",
    staff_count="80",
    budget_wan="20",
    owned="金蝶、用友",
    contact_name="何先生",
    contact_phone="0769-12345678",
    contact_email="he@example.com",
    agreed=True,
)


@contextmanager
def platform_at(url: str, hash_platform: Runtime) -> Iterator[Runtime]:
    """A platform with the small pool in an empty database of its own, SQLite or PostgreSQL, and letters that a test can read."""
    database = open_database(url)
    migrate.upgrade(database)
    fill_codes(database, ROOT / "fixtures")
    add_firms(database, SMALL_POOL)
    own = replace(
        hash_platform,
        database=database,
        clock=FixedClock(),
        copies=Copies(),
        engine=EmbeddedEngine(lambda: hash_platform.encoder.dimensions),
    )
    prepare_passages(own)
    yield with_mailbox(own)[0]
    database.dispose()


def state(runtime: Runtime, actor: Actor = ANONYMOUS, source: NeedSource = NeedSource.SITE, key: str = "", **changes: object) -> StatedNeed:
    """State the usual need with these changes."""
    statement = replace(STATEMENT, **changes)
    answer = match_need(runtime, MatchRequest(statement.text, include_weak=True))
    return state_need(runtime, StatedBy(actor, source, key), statement, answer)


def step(runtime: Runtime, actor: Actor, need: Need, *actions: str, reason: str = "因为如此") -> Need:
    """Take these steps one after the other."""
    for action in actions:
        need = move_need(runtime, NeedKey(actor, need.id), WishedStep(action, reason, need.version))
    return need


def recommended(runtime: Runtime, broker: Actor, need: Need, count: int = 2) -> tuple[Need, list[str]]:
    """The need with its list sent, and the ids of `count` providers on it: those that were proposed, then any others of the pool."""
    key = NeedKey(broker, need.id)
    standing = [line.provider_id for line in see_need(runtime, key).shortlist]
    with reading(runtime.database) as session:
        listed = [
            each.id
            for each in read_open_providers(session, sorted(session.scalars(select(ProviderRow.id))))
            if each.is_listed(runtime.today)
        ]
    for provider_id in [each for each in listed if each not in standing][: max(0, count - len(standing))]:
        need = keep_shortlist(runtime, key, provider_id, "也做过同行")
        standing.append(provider_id)
    return step(runtime, broker, see_need(runtime, key).need, "check", "clarify", "recommend"), standing[:count]


def person_of(runtime: Runtime, provider_id: str, name: str) -> Actor:
    """Somebody who speaks for this provider."""
    with reading(runtime.database) as session:
        uscc = session.scalar(select(ProviderRow.uscc).where(ProviderRow.id == provider_id))
    return actor_of(make_person(runtime, Role.PROVIDER, name, uscc), staff=True)
