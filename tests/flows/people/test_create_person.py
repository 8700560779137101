"""Accounts from the command line: any role, several for one person, and the demonstration's."""

import subprocess
import sys

import pytest

from service.domain.people import Role
from service.errors import Conflict, Invalid
from service.flows.people.create_person import NewPerson, create_person
from service.flows.people.renew_demo_people import renew_demo_people
from tests.factories import firm
from tests.people import PASSWORD, WebPerson, make_person, with_mailbox


@pytest.fixture
def platform(make_platform):
    return with_mailbox(make_platform((firm(1, is_demo=True),), prepare=False, sign_ins_per_minute=0))


def test_without_a_password_its_owner_sets_one_by_a_link(platform):
    runtime, mailbox = platform
    person = create_person(runtime, NewPerson("lin@example.com", "林工", Role.BROKER))
    assert not person.has_password
    link = mailbox.link("lin@example.com")
    WebPerson(runtime).send("/set-password", page=link, t=link.partition("t=")[2], password=PASSWORD)
    assert WebPerson(runtime).sign_in("lin").status_code == 303


def test_one_person_may_hold_several_roles(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    both = create_person(runtime, NewPerson("lin@example.com", "林工", Role.REVIEWER))
    assert both.roles == {Role.BROKER}, "as it was; the new role is stored beside"
    browser = WebPerson(runtime)
    browser.sign_in("lin")
    assert browser.get("/claims").status_code == 200


def test_a_password_is_never_replaced_from_outside(platform):
    runtime, _ = platform
    make_person(runtime, Role.BROKER, "lin")
    with pytest.raises(Conflict):
        create_person(runtime, NewPerson("lin@example.com", "林工", Role.ADMINISTRATOR, "", "another long password"))
    browser = WebPerson(runtime)
    browser.sign_in("lin")
    assert browser.get("/people").status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        NewPerson("no address", "林工", Role.BROKER),
        NewPerson("lin@example.com", "", Role.BROKER),
        NewPerson("lin@example.com", "林工", Role.PROVIDER, "91441900DEM9999999"),
        NewPerson("lin@example.com", "林工", Role.BROKER, "", "short"),
    ],
)
def test_what_cannot_be_used_is_told(platform, wrong):
    with pytest.raises(Invalid):
        create_person(platform[0], wrong)


def test_a_demonstration_has_a_sign_in_of_every_role_with_new_passwords_each_time(platform):
    runtime, _ = platform
    first, second = renew_demo_people(runtime), renew_demo_people(runtime)
    assert [each.role for each in second] == list(Role)
    assert {each.password for each in first}.isdisjoint(each.password for each in second)
    for each in second:
        assert WebPerson(runtime).send("/sign-in", email=each.email, password=each.password).status_code == 303


def test_no_demonstration_account_beside_a_real_firm_or_in_production(make_platform):
    beside_real = make_platform((firm(1, is_demo=True), firm(2, is_demo=False)), prepare=False)
    in_production = make_platform((firm(1, is_demo=True),), prepare=False, environment="production")
    for runtime in (beside_real, in_production, make_platform()):
        with pytest.raises(Conflict):
            renew_demo_people(runtime)


def test_the_commands_do_it(platform, tmp_path):
    runtime, _ = platform
    environment = {"POOL_DATABASE_URL": runtime.settings.database_url, "POOL_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}

    def run(*words: str, given: str = "") -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "service", *words]
        return subprocess.run(line, input=given, env=environment, capture_output=True, text=True, check=False)

    made = run(
        "create-person", "--role", "auditor", "--email", "sun@example.com", "--name", "孙", "--password-stdin", given=PASSWORD + "\n"
    )
    assert (made.returncode, "审计人员" in made.stdout) == (0, True), made.stderr
    token = run("create-token", "--person", "sun@example.com", "--scopes", "needs:read,figures:read", "--days", "7").stdout.strip()
    told = WebPerson(runtime).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    # The command's clock is the machine's, the platform's stands in January: the token is valid there as well.
    assert told.json()["scopes"] == ["figures:read", "needs:read"]
    wrong = run("create-token", "--person", "sun@example.com", "--scopes", "everything")
    assert wrong.returncode == 2
    assert "needs:read" in wrong.stderr
    assert run("create-person", "--role", "broker", "--email", "x", "--name", "孙").returncode == 2
