"""Staff and their tokens made on the server's command line, and what they open on the site and at the API."""

from datetime import timedelta

from typer.testing import CliRunner

import service.cli
from service.domain.people import Role
from tests.people import PASSWORD, WebPerson, with_mailbox
from tests.web.html import read_page


def test_whoever_the_command_creates_signs_in_and_uses_a_token_until_it_ends(make_runtime):
    runtime, _ = with_mailbox(make_runtime((), sign_ins_per_minute=0))
    environment = {"POOL_DATABASE_URL": runtime.settings.database_url, "POOL_DATA_DIR": str(runtime.settings.data_dir)}

    def run(*words, said=""):
        done = CliRunner().invoke(service.cli.app, words, env=environment, input=said)
        assert done.exit_code == 0, done.output
        return done.output.strip()

    made = run("create-person", "--role", "auditor", "--email", "sun@example.com", "--name", "孙审计", "--password-stdin", said=PASSWORD)
    assert "审计人员" in made
    assert PASSWORD not in made
    sun = WebPerson(runtime)
    assert sun.sign_in("sun").status_code == 303
    lines = read_page(sun.get("/audit").text).words
    assert "命令" in lines, "who created the account was whoever may run commands"
    assert sun.get("/claims").status_code == 403
    assert run("create-person", "--role", "reviewer", "--email", "sun@example.com", "--name", "孙审计")
    assert sun.sign_in("sun").status_code == 303
    assert sun.get("/claims").status_code == 200
    token = run("create-token", "--person", "sun@example.com", "--scopes", "figures:read", "--days", "1", "--name", "报表").splitlines()[-1]

    def ask():
        return WebPerson(runtime).get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})

    assert {role["role"] for role in ask().json()["roles"]} == {Role.AUDITOR, Role.REVIEWER}
    assert token not in sun.get("/account/tokens").text
    runtime.clock.advance(timedelta(days=400))
    assert ask().status_code == 401
