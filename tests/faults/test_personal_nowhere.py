"""Names, numbers and mailboxes of people stand in their tables and nowhere else: no index, vectors, logs, measures, exports, entries."""

import io
import json
import re
from dataclasses import replace

import pytest
import structlog
from starlette.testclient import TestClient

from service.bootstrap import build_runtime
from service.brokerage.consents import ToldPerson
from service.copies.follow_changes import all_provider_ids, read_docs
from service.domain.consents import CURRENT_TEXT
from service.domain.people import Role
from service.domain.permissions import ANONYMOUS
from service.domain.personal_kinds import PERSONAL
from service.edge.log_lines import write_json_logs
from service.flows.people.create_person import NewPerson, create_person
from service.flows.people.renew_demo_people import renew_demo_people
from service.flows.profiles.answer_consent import give_consent
from service.flows.profiles.ask_consent import ask_consent
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.flows.upkeep.back_up_records import back_up_records
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.settings import ROOT
from service.store import records
from service.store.queries.people import active_with_role, find_person
from service.store.unit_of_work import reading
from tests.databases import Databases
from tests.fakes import FixedClock
from tests.papers import pdf
from tests.people import PASSWORD, WebPerson, with_mailbox
from tests.platforms import NOW
from web.app import build_site

PEOPLE = ("欧阳建国", "诸葛晓梅")
DECLARED = {place for kind in PERSONAL for place in kind.columns}


def contacts() -> set[str]:
    """Names, numbers and mailboxes of the contacts in the shipped pool."""
    firms = [json.loads(line) for line in (ROOT / "fixtures" / "pools" / "providers.jsonl").read_text("utf-8").splitlines() if line.strip()]
    found = [str(value) for firm in firms for value in (firm.get("contact") or {}).values() if value]
    return {value for value in found if "@" in value or re.fullmatch(r"1[3-9]\d{9}", value)}


def plant_contact_and_paper(runtime: Runtime) -> str:
    """A contact person agrees, and a paper with a number in its text is handed in; id of the firm."""
    with reading(runtime.database) as session:
        person = find_person(session, active_with_role(session, Role.PROVIDER)[0])
    actor = actor_of(person, staff=True)
    firm = actor.grants[0].firm_id
    asked = ask_consent(runtime, actor, firm, "销售负责人").rpartition("=")[2]
    give_consent(runtime, ANONYMOUS, asked, ToldPerson(PEOPLE[1], "13912345678", 12, CURRENT_TEXT, agreed=True))
    send_attachment(runtime, actor, firm, SentPaper("licence", "", pdf(text="13912345678")))
    return firm


@pytest.fixture(scope="module")
def lived(fixture_pool: Runtime, databases: Databases, tmp_path_factory: pytest.TempPathFactory):
    """(runtime, log, measures, everything forbidden): a demonstration in which people signed in, searched and looked."""
    folder = tmp_path_factory.mktemp("lived")
    address = databases.copy(fixture_pool.database, folder)
    settings = replace(fixture_pool.settings, data_dir=folder, database_url=address, sign_ins_per_minute=0, metrics_on_site=True)
    own = build_runtime(settings, encoder=fixture_pool.encoder, clock=FixedClock(NOW))
    runtime, _ = with_mailbox(replace(own, knowledge=fixture_pool.knowledge))
    stream = io.StringIO()
    write_json_logs(stream)
    try:
        demo = renew_demo_people(runtime)
        for number, name in enumerate(PEOPLE):
            create_person(runtime, NewPerson(f"secret{number}@example.com", name, Role.MANUFACTURER, "禾澄电子厂", PASSWORD))
        firm = plant_contact_and_paper(runtime)
        browser = WebPerson(runtime)
        browser.sign_in("secret0")
        browser.sign_in("secret1", "wrong password")
        browser.send("/recover", email="secret1@example.com")
        browser.get("/account")
        client = TestClient(build_site(runtime))
        client.post("/api/v1/matches", json={"text": f"找{PEOPLE[0]}，电话13912345678，注塑机停机采集"})
        bodies = [client.get(path).text for path in ("/metrics", "/providers", "/api/v1/providers", "/sitemap")]
        # A firm's own page has its unit mailbox, and nobody's name or mobile.
        assert found_in(client.get(f"/providers/{firm}").text, {*PEOPLE, "13912345678"}) == set()
        log = stream.getvalue()
    finally:
        structlog.reset_defaults()
    forbidden = contacts() | {each.email for each in demo} | {"secret0@", "secret1@", "13912345678", PASSWORD, *PEOPLE}
    yield runtime, log, bodies, forbidden
    own.database.dispose()


def found_in(text: str, forbidden: set[str]) -> set[str]:
    return {value for value in forbidden if value in text}


def test_there_is_something_to_find(lived):
    _, log, bodies, forbidden = lived
    assert len(contacts()) > 0
    assert len(forbidden) > 10
    assert "sign-in" in log
    assert all(bodies)


def test_logs_measures_and_pages_hold_none(lived):
    _, log, bodies, forbidden = lived
    assert found_in(log, forbidden) == set()
    assert [found_in(body, forbidden) for body in bodies] == [set()] * len(bodies)


def test_the_index_holds_none(lived):
    runtime, _, _, forbidden = lived
    assert found_in(repr(read_docs(runtime, all_provider_ids(runtime))), forbidden) == set()


def test_tables_hold_them_only_in_declared_columns(lived):
    runtime, _, _, forbidden = lived
    seen, wrong = set(), set()
    with reading(runtime.database) as session:
        for table in records.table_names(session):
            for line in records.read_table(session, table):
                for column, value in json.loads(line).items():
                    if found_in(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False), forbidden):
                        (seen if f"{table}.{column}" in DECLARED else wrong).add(f"{table}.{column}")
    assert wrong == set()
    assert {"people.email", "consents.name", "consents.mobile"} <= seen


def test_a_backup_tells_nothing_outside_its_records(lived, tmp_path):
    runtime, _, _, forbidden = lived
    back_up_records(runtime, tmp_path / "backup")
    plain = [path for path in (tmp_path / "backup").rglob("*") if path.is_file() and path.parent.name != "records"]
    assert plain
    assert {path.name for path in plain if found_in(path.read_text("utf-8", errors="replace"), forbidden)} == set()
