"""What accounts ask of the database; one class, inherited for SQLite and PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest

from service.domain.people import PeopleQuery, Role
from service.domain.sessions import CameFrom
from service.errors import Invalid, NotFound, TooManyRequests
from service.flows.people.claim_provider import claim_provider, my_claims
from service.flows.people.decide_claim import decide_claim, list_waiting_claims
from service.flows.people.keep_people import keep_people, list_accounts
from service.flows.people.keep_sessions import end_other_sessions, keep_sessions
from service.flows.people.keep_tokens import end_token, keep_tokens, make_token
from service.flows.people.recognise_session import recognise_session
from service.flows.people.recognise_token import recognise_token
from service.flows.people.recover_account import recover_account
from service.flows.people.set_password import set_password
from service.flows.people.set_up_second_factor import begin_second_factor, read_second_factor, set_up_second_factor
from service.flows.people.sign_in import SignInTry, sign_in
from service.flows.people.take_second_step import take_second_step
from service.flows.upkeep.fill_codes import fill_codes
from service.identity.actors import actor_of
from service.identity.tokens import TokenWish
from service.runtime import Runtime
from service.settings import ROOT
from service.store import migrate
from service.store.engine import open_database
from tests.factories import SMALL_POOL, add_firms
from tests.fakes import FixedClock
from tests.people import PASSWORD, make_person, with_mailbox

HERE = CameFrom("192.0.2.1", "Windows 上的 Chrome")


class PeopleContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def runtime(self, url: str, hash_platform: Runtime) -> Iterator[Runtime]:
        database = open_database(url)
        migrate.upgrade(database)
        fill_codes(database, ROOT / "fixtures")
        add_firms(database, SMALL_POOL[:1])
        runtime, _ = with_mailbox(replace(hash_platform, database=database, clock=FixedClock()))
        yield runtime
        database.dispose()

    def test_tries_sessions_and_tokens(self, runtime: Runtime) -> None:
        actor = actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True)
        for _ in range(5):
            with pytest.raises(Invalid):
                sign_in(runtime, SignInTry("lin@example.com", "wrong"), HERE)
        with pytest.raises(TooManyRequests) as locked:
            sign_in(runtime, SignInTry("lin@example.com", PASSWORD), HERE)
        assert locked.value.wait_seconds == 30
        runtime.clock.advance(timedelta(seconds=31))
        first, second = (sign_in(runtime, SignInTry("lin@example.com", PASSWORD), HERE) for _ in range(2))
        known = recognise_session(runtime, first.cookie)
        assert known
        assert (known.actor, known.session) == (actor, first.session)
        assert len(keep_sessions(runtime, actor)) == 2
        assert end_other_sessions(runtime, actor, first.session) == 1
        assert recognise_session(runtime, second.cookie) is None
        secret = make_token(runtime, actor, first.session, TokenWish("测试", ("needs:read",), 7))
        assert recognise_token(runtime, secret).actor == actor
        (token,) = keep_tokens(runtime, actor)
        assert token.used_at == runtime.clock.now()
        end_token(runtime, actor, token.id)
        with pytest.raises(NotFound):
            end_token(runtime, actor, token.id)

    def test_links_and_second_steps(self, runtime: Runtime) -> None:
        actor = actor_of(make_person(runtime, Role.BROKER, "lin"), staff=True)
        recover_account(runtime, "lin@example.com", HERE)
        secret = runtime.mailer.link().partition("t=")[2]
        set_password(runtime, secret, PASSWORD + "！", HERE)
        with pytest.raises(NotFound):
            set_password(runtime, secret, PASSWORD, HERE)
        session = sign_in(runtime, SignInTry("lin@example.com", PASSWORD + "！"), HERE).session
        begin_second_factor(runtime, actor, session)
        app = pyotp.TOTP(read_second_factor(runtime, actor).secret)
        _, codes = set_up_second_factor(runtime, actor, session, app.at(runtime.clock.now()))
        half = sign_in(runtime, SignInTry("lin@example.com", PASSWORD + "！"), HERE)
        assert not recognise_session(runtime, half.cookie).actor.is_known
        with pytest.raises(Invalid):
            take_second_step(runtime, half.session, app.at(runtime.clock.now()))
        whole = take_second_step(runtime, half.session, codes[0])
        assert recognise_session(runtime, whole.cookie).actor == actor

    def test_claims_and_people(self, runtime: Runtime) -> None:
        zhao = actor_of(make_person(runtime, Role.MANUFACTURER, "zhao", "某厂"), staff=True)
        boss = actor_of(make_person(runtime, Role.ADMINISTRATOR, "boss"), staff=True)
        claim_id = claim_provider(runtime, zhao, SMALL_POOL[0].uscc, "市场部")
        assert [claim.id for claim in list_waiting_claims(runtime, boss, 1).items] == [claim_id]
        decide_claim(runtime, boss, claim_id, "confirm", "座机核实")
        assert my_claims(runtime, zhao)[0].reason == "座机核实"
        found = list_accounts(runtime, boss, PeopleQuery("zh_o"))
        assert found.total == 0, "what people type is no pattern"
        (person,) = list_accounts(runtime, boss, PeopleQuery("zhao", "provider")).items
        assert person.roles == {Role.MANUFACTURER, Role.PROVIDER}
        keep_people(runtime, boss, person.id, "suspend", "试试")
        with pytest.raises(Invalid):
            sign_in(runtime, SignInTry("zhao@example.com", PASSWORD), HERE)


class TestSqlite(PeopleContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'people.db'}"


@pytest.mark.postgres
class TestPostgres(PeopleContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
