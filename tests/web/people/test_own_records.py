"""本人信息: read, taken away, and erased by its owner; nobody else's comes along."""

import json

import pytest

from service.domain.people import Role
from service.flows.upkeep.verify_audit import verify_audit
from service.store import records
from service.store.unit_of_work import reading
from tests.people import PASSWORD, make_person, signed_in, with_mailbox
from tests.web.html import read_page


@pytest.fixture
def town(make_runtime):
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    make_person(runtime, Role.MANUFACTURER, "zhao", "禾澄电子厂")
    make_person(runtime, Role.MANUFACTURER, "qian", "别的厂")
    return runtime, signed_in(runtime, "zhao"), signed_in(runtime, "qian")


def everything(runtime):
    with reading(runtime.database) as session:
        return b"".join(line for table in records.table_names(session) for line in records.read_table(session, table)).decode()


def test_the_file_holds_ones_own_and_no_secret(town):
    _, zhao, _ = town
    zhao.send("/account/tokens", name="给车间看板", days="30")
    told = json.loads(zhao.get("/account/records.json").content)
    assert told["账户"] == [{"email": "zhao@example.com", "name": "zhao"}]
    assert told["接口令牌"][0]["name"] == "给车间看板"
    assert "登录" in {line["action"] for line in told["操作记录"]}
    body = json.dumps(told, ensure_ascii=False)
    assert "qian" not in body
    assert "argon2" not in body
    assert "给车间看板" in read_page(zhao.get("/account/records").text).words


def test_whoever_closes_the_account_is_gone_from_every_table_and_the_chain_holds(town):
    runtime, zhao, qian = town
    assert zhao.send("/account/records/erase", page="/account/records", password="wrong").status_code == 422
    assert "zhao@example.com" in everything(runtime)
    assert zhao.send("/account/records/erase", page="/account/records", password=PASSWORD).status_code == 303
    assert zhao.get("/account").status_code == 303
    left = everything(runtime)
    assert "zhao@" not in left
    assert '"zhao"' not in left
    assert "qian@example.com" in left
    assert qian.get("/account").status_code == 200
    check = verify_audit(runtime)
    assert check.problems == ()
    assert check.erased > 0


def test_staff_first_lose_the_role(town):
    runtime, _, _ = town
    make_person(runtime, Role.BROKER, "lin")
    lin = signed_in(runtime, "lin")
    answer = lin.send("/account/records/erase", page="/account/records", password=PASSWORD)
    assert answer.status_code == 403
    assert lin.get("/account").status_code == 200
