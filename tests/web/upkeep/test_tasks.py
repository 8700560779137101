"""任务: what waits and what failed, and an administrator's decision with its reason."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from service.background.performers import PERFORMERS
from service.background.periodic import PERIODIC, post_periodic
from service.domain.people import Role
from service.domain.sessions import CameFrom
from service.edge.measures import render_measures
from service.errors import Refused, Unavailable
from service.flows.people.recover_account import recover_account
from service.flows.upkeep.tell_positions import tell_tasks
from service.flows.upkeep.work_task import work_task
from service.store.queries.tasks import find_task
from service.store.rows import AuditRow, TaskRow
from service.store.unit_of_work import reading
from tests.factories import SMALL_POOL
from tests.people import make_person, signed_in, with_mailbox
from tests.web.html import read_page

HERE = CameFrom("192.0.2.1")


@pytest.fixture
def platform(make_runtime):
    return with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0))


@pytest.fixture
def refusing(platform):
    """(runtime, mailbox, browser of an administrator); the mail server takes nothing."""
    runtime, mailbox = platform
    make_person(runtime, Role.ADMINISTRATOR, "boss")
    mailbox.refuses = Refused("收信方的邮件服务器不收这个地址的信（550），多半是地址写错或邮箱已停用。")
    recover_account(runtime, "boss@example.com", HERE)
    assert work_task(runtime, "tests", PERFORMERS)
    return runtime, mailbox, signed_in(runtime, "boss")


def the_task(runtime):
    with reading(runtime.database) as session:
        return find_task(session, session.scalar(select(TaskRow.id).where(TaskRow.kind == "send_letter")))


def test_a_failed_letter_is_seen_tried_again_and_sent(refusing):
    runtime, mailbox, browser = refusing
    page = read_page(browser.get("/tasks").text).words
    assert "失败 1 个" in page
    assert "不收这个地址的信（550）" in page
    assert "boss@" not in page, "nobody is named"
    mailbox.refuses = None
    task = the_task(runtime).id
    assert browser.send(f"/tasks/{task}", page="/tasks", step="retry", reason="地址已恢复").status_code == 303
    assert [letter.subject for letter in mailbox.letters] == ["重设密码"]
    assert "寄出带链接的邮件" in read_page(browser.get("/tasks?state=done").text).words
    with reading(runtime.database) as session:
        entry = session.scalar(select(AuditRow).where(AuditRow.action == "task_retried"))
        assert entry.subject_id == task
    assert browser.send(f"/tasks/{task}", page="/account", step="retry").status_code == 409


def test_giving_up_needs_a_reason_and_erases_what_it_held_of_people(refusing):
    runtime, _, browser = refusing
    task = the_task(runtime)
    assert task.address == "boss@example.com"
    refused = browser.send(f"/tasks/{task.id}", page="/tasks", step="give-up", reason=" ")
    assert refused.status_code == 422
    assert "请写明为什么放弃" in refused.text
    assert browser.send(f"/tasks/{task.id}", page="/tasks", step="give-up", reason="邮箱已停用，电话告知").status_code == 303
    task = the_task(runtime)
    assert (task.state, task.address, task.values) == ("given_up", "", {})
    assert browser.send("/tasks/tsk_nothing", page="/account", step="retry").status_code == 404


def test_what_is_not_possible_now_is_tried_later_and_later_and_then_told(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.ADMINISTRATOR, "boss")
    mailbox.refuses = Unavailable("邮件服务器没有应答。")
    recover_account(runtime, "boss@example.com", HERE)
    waits = []
    while the_task(runtime).state == "waiting":
        assert work_task(runtime, "tests", PERFORMERS)
        assert not work_task(runtime, "tests", PERFORMERS), "it is not due yet"
        if the_task(runtime).state == "waiting":
            waits.append(the_task(runtime).due_at - runtime.clock.now())
            runtime.clock.advance(waits[-1])
    assert all(later > earlier * 1.5 for earlier, later in pairwise(waits))
    assert waits[0] >= timedelta(seconds=30)
    assert the_task(runtime).state == "failed", "after half an hour the link has ended"


def test_a_link_that_has_ended_is_not_sent(platform):
    runtime, mailbox = platform
    make_person(runtime, Role.ADMINISTRATOR, "boss")
    recover_account(runtime, "boss@example.com", HERE)
    runtime.clock.advance(timedelta(minutes=31))
    assert mailbox.letters == []
    assert "已经过期" in the_task(runtime).failure


def test_an_auditor_looks_and_decides_nothing(refusing):
    runtime, _, _ = refusing
    make_person(runtime, Role.AUDITOR, "shen")
    browser = signed_in(runtime, "shen")
    page = browser.get("/tasks").text
    assert "失败 1 个" in page
    assert "放弃</button>" not in page
    assert browser.send(f"/tasks/{the_task(runtime).id}", page="/account", step="retry").status_code == 403


def test_periodic_work_is_done_once_in_its_period(platform):
    runtime, _ = platform
    assert post_periodic(runtime) == len(PERIODIC)
    assert post_periodic(runtime) == 0
    while work_task(runtime, "tests", PERFORMERS):
        pass
    first = PERIODIC[:1]
    runtime.clock.advance(timedelta(hours=16, minutes=59))  # from 10:00 to 2:59 in Shanghai
    assert post_periodic(runtime, first) == 0
    runtime.clock.advance(timedelta(minutes=1))
    assert post_periodic(runtime, first) == 1
    with reading(runtime.database) as session:
        assert set(session.scalars(select(TaskRow.state))) == {"done", "waiting"}


def test_old_tasks_go_and_failed_ones_stay(refusing):
    runtime, _, _ = refusing
    post_periodic(runtime)
    while work_task(runtime, "tests", PERFORMERS):
        pass
    runtime.clock.advance(timedelta(days=31))
    post_periodic(runtime)
    while work_task(runtime, "tests", PERFORMERS):
        pass
    with reading(runtime.database) as session:
        assert sorted(session.scalars(select(TaskRow.state))) == [*["done"] * len(PERIODIC), "failed"]


def test_the_figures_tell_how_the_work_stands(refusing):
    runtime, _, _ = refusing
    recover_account(runtime, "boss@example.com", HERE)
    runtime.clock.advance(timedelta(minutes=5))
    tell_tasks(runtime)
    figures = render_measures().decode()
    assert "pool_tasks_waiting 1.0" in figures
    assert "pool_tasks_failed 1.0" in figures
    assert "pool_tasks_oldest_seconds 300.0" in figures
