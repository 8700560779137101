"""Scripts in every text of every table, then every page of every role is read: none of them is more than text.

Which columns are planted is read from the tables, so a new column joins by itself; what the platform alone writes is named in `CLOSED`.
"""

import io
import re
import zipfile
import zlib
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from sqlalchemy import JSON, CheckConstraint, String, Table, UniqueConstraint, select, update

from service.bootstrap import build_runtime
from service.demo_commands import build_demo_needs
from service.domain.notices import NewNotice
from service.domain.people import Role, RoleGrant
from service.domain.tokens import Scope
from service.edge.declared import routes_of
from service.flows.people.create_token import create_token
from service.flows.people.keep_people import keep_people
from service.flows.people.renew_demo_people import renew_demo_people
from service.flows.profiles.plant_demo_changes import plant_demo_changes
from service.identity.actors import actor_of
from service.identity.tokens import TokenWish
from service.store.base import Base, new_id
from service.store.queries.notices import post_notice
from service.store.queries.people import active_with_role, add_grant, find_person
from service.store.rows import (
    IdentityRow,
    IntakeRow,
    IntroductionRow,
    NeedRow,
    PasskeyRow,
    ProofRow,
    ProviderRow,
    SuccessCaseRow,
    TieRow,
)
from service.store.unit_of_work import reading, writing
from tests.factories import SMALL_POOL
from tests.people import WebPerson, with_mailbox
from tests.web.html import read_page
from web.registry import ROUTERS

CLOSED_TABLES = {"scenario_groups", "scenarios", "terms", "utterances", "embeddings", "passage_tags", "audit_entries", "audit_values"}
"""Code tables come from files of the release, vectors from texts; the audit log refuses changes and is filled by an act below."""
CLOSED = re.compile(r"(^|_)(kind|state|code|digest|hash|salt|fingerprint|mark|key|side|scopes|credential|wording|standing|answer|uscc)$")
CLOSED_COLUMNS = {
    "needs.waits_for",
    "needs.next_on",
    "bookings.called",
    "consents.means",
    "consents.ended_by",
    "disputes.result",
    "talks.missing",
    "talks.result",
    "webhook_deliveries.topic",
    "outcomes.told_by",
    "shortlist_lines.fit",
    "supply_gaps.reason",
    "request_keys.asked",
    "begun_proofs.browser",
    "begun_proofs.detail",
    "tasks.worker",
    "row_fingerprints.remarks",
    "sessions.address",
    "tokens.ending",
}
"""Words of the platform's own lists, digests and addresses of machines."""
HAN = re.compile(r"[\u4e00-\u9fff]")
PLANTED = (
    "=1+1\"><script>pwn{0}()</script>' onfocus='pwn{0}()' <img src=x onerror=pwn{0}()>{{{{7*7}}}}",
    'javascript:pwn{0}()//"><svg/onload=pwn{0}()>',
)
ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href", "srcdoc"})
MOST_OF_A_ROUTE = 4


def columns():
    """Every column that somebody's words may reach."""
    for table in Base.metadata.tables.values():
        checks = " ".join(str(each.sqltext) for each in table.constraints if isinstance(each, CheckConstraint))
        for column in table.columns:
            closed = (
                column.primary_key or column.foreign_keys or table.name in CLOSED_TABLES or f"{table.name}.{column.name}" in CLOSED_COLUMNS
            )
            if not closed and not CLOSED.search(column.name) and not re.search(rf"\b{column.name}\b", checks) and _is_text(column):
                yield column


def _is_text(column):
    return isinstance(column.type, JSON) or (isinstance(column.type, String) and column.type.length != 24)


COLUMNS = list(columns())
UNIQUE = {
    column
    for table in Base.metadata.tables.values()
    for each in (*table.constraints, *table.indexes)
    if isinstance(each, UniqueConstraint) or getattr(each, "unique", False)
    for column in each.columns
}


def planted(value, column, text):
    """The value with the text in every place where words stand; ids, codes and days of JSON stay."""
    if isinstance(column.type, JSON):
        return _in_json(value, text)
    length = column.type.length or len(text)
    if column in UNIQUE:
        return f"{zlib.crc32(str(value).encode())}{text}"[:length]
    return text[:length]


def _in_json(value, text):
    if isinstance(value, dict):
        return {key: _in_json(each, text) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_json(each, text) for each in value]
    return text if isinstance(value, str) and HAN.search(value) else value


def plant(session, table: Table):
    """Plant every row of a table, both payloads in turn."""
    wanted = [column for column in COLUMNS if column.table is table]
    key = list(table.primary_key.columns)
    for number, row in enumerate(session.execute(select(table)).mappings().all()):
        values = {
            column.name: planted(row[column.name], column, PLANTED[number % 2].format(COLUMNS.index(column)))
            for column in wanted
            if row[column.name] is not None or not column.nullable
        }
        if values:
            session.execute(update(table).where(*(each == row[each.name] for each in key)).values(values))


@pytest.fixture(scope="module")
def seen(make_runtime):
    """(role, address) → body of every page of every role, on a demonstration whose every text is planted."""
    runtime, _ = with_mailbox(make_runtime(SMALL_POOL, sign_ins_per_minute=0))
    shown = renew_demo_people(runtime)
    plant_demo_changes(runtime)
    assert build_demo_needs(runtime)
    with reading(runtime.database) as session:
        people = {role: find_person(session, active_with_role(session, role)[0]) for role in Role}
    boss = actor_of(people[Role.ADMINISTRATOR], staff=True)
    keep_people(runtime, boss, people[Role.MANUFACTURER].id, "sign-out", PLANTED[0].format("audit"))
    for role, person in people.items():
        create_token(runtime, person.email, TokenWish("令牌", (Scope.NEEDS_READ,), 7))
        with writing(runtime.database) as session:
            told = {"firm": "某厂", "reason": "不是本单位的人"}
            post_notice(session, NewNotice("claim_refused", person.id, told, f"planted:{role}"), runtime.clock.now())
    browsers = {"nobody": WebPerson(runtime)}
    passwords = {each.email: each.password for each in shown}
    for role, person in people.items():
        browsers[role] = WebPerson(runtime)
        assert browsers[role].send("/sign-in", email=person.email, password=passwords[person.email]).status_code == 303
    with writing(runtime.database) as session:
        fill_empty_tables(session, people, runtime.clock.now())
        for table in Base.metadata.sorted_tables:
            plant(session, table)
    built = build_runtime(runtime.settings, encoder=runtime.encoder, clock=runtime.clock)
    fresh = replace(built, knowledge=runtime.knowledge)
    bodies = {}
    for name, browser in browsers.items():
        anew = WebPerson(fresh)
        anew.client.cookies.update(browser.client.cookies)
        bodies |= {(name, address): answer for address, answer in crawl(anew, ids_of(fresh)).items()}
    yield bodies
    built.database.dispose()


def fill_empty_tables(session, people, now):
    """What the demonstration has none of; the factory and the provider then stand in everything that was brokered."""
    owner, staff = people[Role.PROVIDER], people[Role.BROKER].id
    session.execute(update(NeedRow).values(manufacturer_id=people[Role.MANUFACTURER].grants[0].firm_id))
    for firm in set(session.scalars(select(IntroductionRow.provider_id))) - {owner.grants[0].firm_id}:
        add_grant(session, owner.id, RoleGrant(Role.PROVIDER, firm), now)
    for firm in session.scalars(select(ProviderRow.id)).all():
        case = session.scalar(select(SuccessCaseRow.id).where(SuccessCaseRow.provider_id == firm)) or "cas_none"
        session.add(TieRow(id=new_id("tie"), person_id=staff, provider_id=firm, relation="亲戚", declared_at=now))
        session.add(ProofRow(id=new_id("prf"), provider_id=firm, item_id=case, kind="bureau", mark="", by="局", words="看过", at=now))
        if session.get(IntakeRow, firm) is None:
            session.add(IntakeRow(provider_id=firm, paused=True, paused_reason="忙", changed_at=now, changed_by=owner.id))
    key_of = {"credential": "", "public_key": b"", "sign_count": 0, "is_synced": False, "made_at": now}
    for person in people.values():
        key = new_id("psk")
        session.add(PasskeyRow(id=key, digest=key, person_id=person.id, name="手机", **key_of))
    for owned in (None, people[Role.ADMINISTRATOR].id):
        key = new_id("idn")
        told = {"issuer": "甲", "subject": key, "name": "乙", "email": "a@example.com", "made_at": now, "used_at": now}
        session.add(IdentityRow(id=key, digest=key, person_id=owned, **told))


def ids_of(runtime):
    """Part of a path → ids of records."""
    tables = {
        "provider_id": "providers",
        "need_id": "needs",
        "introduction_id": "introductions",
        "person_id": "people",
        "change_id": "profile_changes",
    }
    with reading(runtime.database) as session:
        found = {part: list(session.scalars(select(Base.metadata.tables[name].c.id).limit(4))) for part, name in tables.items()}
    return {
        **found,
        "kind": ["csv", "xlsx", "jsonl"],
        "section": ["basics", "capabilities", "cases", "contact"],
        "code": ["DEV02"],
        "meeting_id": [],
    }


def crawl(browser, ids):
    """Address → answer: every GET route with its records, and what their pages lead to, a few of each route."""
    routes = [route for route in routes_of(ROUTERS) if "GET" in route.methods and "/static/" not in route.path]
    waiting = ["/search?q=注塑机停机采集", "/desk?q=注塑机停机采集", "/compare?q=注塑机停机采集"]
    for route in routes:
        filled = [route.path]
        for part in re.findall(r"{(\w+)}", route.path):
            filled = [path.replace(f"{{{part}}}", each) for path in filled for each in ids.get(part, [])]
        waiting += filled
    answers, of_route = {}, {}
    while waiting:
        address = waiting.pop(0)
        path = urlsplit(address).path
        route = next((route.path for route in routes if route.path_regex.match(path)), None)
        if route is None or address in answers or of_route.get(route, 0) >= MOST_OF_A_ROUTE:
            continue
        answers[address] = answer = browser.get(address)
        if answer.status_code == 200:
            of_route[route] = of_route.get(route, 0) + 1
            if "html" in answer.headers["content-type"]:
                links = (urlsplit(link) for link in read_page(answer.text).links())
                waiting += [f"{link.path}?{link.query}".rstrip("?") for link in links if not link.netloc and link.path.startswith("/")]
    return answers


def test_pages_are_answered_and_show_what_was_planted(seen):
    failed = {key: answer.status_code for key, answer in seen.items() if answer.status_code >= 500}
    assert failed == {}
    opened = {urlsplit(address).path for (_, address), answer in seen.items() if answer.status_code == 200}
    assert len(opened) > 60
    text = "".join(answer.text for answer in seen.values() if "text" in answer.headers.get("content-type", ""))
    shown = {str(column) for number, column in enumerate(COLUMNS) if f"pwn{number}(" in text}
    assert len(shown) >= 50, sorted({str(column) for column in COLUMNS} - shown)
    assert "pwnaudit(" in text


def test_nothing_planted_is_more_than_text(seen):
    wrong = [
        (*key, told) for key, answer in seen.items() if "html" in answer.headers.get("content-type", "") for told in alive(answer.text)
    ]
    assert wrong == []


def alive(body):
    """What of a page a browser would run, or open elsewhere."""
    for element in read_page(body).elements:
        if element.tag in {"style", "iframe", "object", "embed", "base", "img", "svg"} and "pwn" in repr(element):
            yield element
        if element.tag == "script" and not element.attributes.get("src", "").startswith("/static/"):
            yield element
        for name, value in element.attributes.items():
            address = re.sub(r"[\x00-\x20]", "", value).lower()
            if (
                name.startswith("on")
                or name == "style"
                or (name in ADDRESSES and address.startswith(("javascript:", "data:", "vbscript:")))
            ):
                yield element


def test_no_cell_of_an_export_is_a_formula(seen):
    exports = {
        key: answer for key, answer in seen.items() if re.search(r"\.(csv|xlsx)$", urlsplit(key[1]).path) and answer.status_code == 200
    }
    assert {urlsplit(address).path for _, address in exports} >= {"/audit/lines.csv", "/audit/lines.xlsx", "/pools/members.xlsx"}
    for key, answer in exports.items():
        if key[1].endswith(".csv"):
            assert not re.search(r'(^|,|\n)"?[=+@\t\r-](?!\d)', answer.text), key
            continue
        with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
            sheets = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets"))
        assert "<f>" not in sheets, key
