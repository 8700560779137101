"""A laptop needs no second command: the site itself does background work, and two of them never the same."""

import time

from starlette.testclient import TestClient

from service.background.follow_tasks import TaskThread
from service.domain.people import Role
from service.domain.sessions import CameFrom
from service.domain.tasks import NewTask, TaskKind
from service.flows.people.recover_account import recover_account
from service.store.queries.tasks import post_task
from service.store.unit_of_work import writing
from tests.factories import SMALL_POOL
from tests.people import make_person, with_mailbox
from web.app import build_site

HERE = CameFrom("192.0.2.1")


def wait_for(taken, number):
    until = time.monotonic() + 60
    while len(taken) < number and time.monotonic() < until:
        time.sleep(0.05)
    return taken


def test_a_letter_goes_out_while_the_site_is_served(make_runtime):
    runtime, mailbox = with_mailbox(make_runtime(SMALL_POOL[:1], sign_ins_per_minute=0))
    make_person(runtime, Role.BROKER, "lin")
    with TestClient(build_site(runtime, beside=TaskThread(runtime))):
        recover_account(runtime, "lin@example.com", HERE)
        assert [letter.subject for letter in wait_for(mailbox.taken, 1)] == ["重设密码"]
    recover_account(runtime, "lin@example.com", HERE)
    time.sleep(1.5)
    assert len(mailbox.taken) == 1, "a site that has ended works no more"


def test_two_sites_share_the_work(make_runtime):
    runtime, mailbox = with_mailbox(make_runtime(SMALL_POOL[:1]))
    ends_at = "2030-01-01T00:00:00+00:00"
    with writing(runtime.database) as session:
        for number in range(30):
            values = {"wording": "recovery", "salt": str(number), "ends_at": ends_at}
            task = NewTask(TaskKind.SEND_LETTER, f"letter:{number}", values, address=f"{number}@example.com")
            post_task(session, task, runtime.clock.now())
    with (
        TestClient(build_site(runtime, beside=TaskThread(runtime))),
        TestClient(build_site(runtime, beside=TaskThread(runtime))),
    ):
        taken = [letter.to for letter in wait_for(mailbox.taken, 30)]
    assert sorted(taken) == sorted({f"{number}@example.com" for number in range(30)})
