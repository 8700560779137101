"""After signing out a browser shows nothing of the account again: no page of one may be kept, and each is asked for anew."""

import re

import pytest

from service.domain.people import Role
from service.domain.permissions import Action, is_open
from service.edge.declared import action_of, routes_of
from tests.people import make_person, signed_in
from web.registry import ROUTERS

PAGES = [route for route in routes_of(ROUTERS) if "GET" in route.methods and not is_open(Action(action_of(route)))]


@pytest.fixture(scope="module")
def boss(make_runtime):
    runtime = make_runtime((), sign_ins_per_minute=0)
    make_person(runtime, Role.ADMINISTRATOR, "zhou")
    return signed_in(runtime, "zhou")


def test_no_page_that_asks_who_one_is_may_be_kept(boss):
    assert len(PAGES) > 20
    kept = {}
    for route in PAGES:
        answer = boss.get(re.sub(r"{\w+}", "none", route.path))
        if answer.status_code == 200 and "no-store" not in answer.headers["cache-control"]:
            kept[route.path] = answer.headers["cache-control"]
    assert kept == {}


def test_after_signing_out_every_page_is_asked_for_anew(boss):
    boss.send("/sign-out", page="/account")
    for route in PAGES:
        answer = boss.get(re.sub(r"{\w+}", "none", route.path))
        assert answer.status_code != 200, route.path
