"""People of tests, their letters, and browsers without JavaScript that fill in real forms."""

import re
from dataclasses import dataclass, field, replace
from typing import Any

import pyotp
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from service.background.performers import PERFORMERS
from service.domain.letters import Letter
from service.domain.people import Person, Role
from service.flows.people.create_person import NewPerson, create_person
from service.flows.upkeep.work_task import work_task
from service.runtime import Runtime
from tests.web.html import read_page
from web.app import build_site

PASSWORD = "三条腿的板凳坐不稳当"
_sites: dict[int, tuple[Runtime, FastAPI]] = {}
"""One site for each platform, however many browsers: building one takes longer than most tests."""
_LINK = re.compile(r"(/set-password\?t=[\w-]+)")


@dataclass
class Mailbox:
    """Keeps letters instead of sending them. Whoever looks first does what is due, as the follower would."""

    runtime: Runtime | None = None
    taken: list[Letter] = field(default_factory=list)
    refuses: Exception | None = None
    """Raised instead of taking a letter."""

    def send(self, letter: Letter) -> None:
        if self.refuses:
            raise self.refuses
        self.taken.append(letter)

    @property
    def letters(self) -> list[Letter]:
        """All of them, the oldest first."""
        assert self.runtime
        while work_task(self.runtime, "tests", PERFORMERS):
            pass
        return self.taken

    def link(self, address: str = "") -> str:
        """Path of the newest link, of that address."""
        mine = [letter for letter in self.letters if address in ("", letter.to)]
        return next(found.group(1) for letter in reversed(mine) if (found := _LINK.search(letter.body)))


def with_mailbox(runtime: Runtime) -> tuple[Runtime, Mailbox]:
    """The same platform with letters that a test can read."""
    mailbox = Mailbox()
    mailbox.runtime = replace(runtime, mailer=mailbox)
    return mailbox.runtime, mailbox


def make_person(runtime: Runtime, role: Role, name: str, firm: str = "") -> Person:
    """Somebody with the usual password and the address `name@example.com`."""
    return create_person(runtime, NewPerson(f"{name}@example.com", name, role, firm, PASSWORD))


class WebPerson:
    """One browser without JavaScript: forms are sent with the token of the page they stand on."""

    def __init__(self, runtime: Runtime) -> None:
        _, site = _sites.get(id(runtime)) or _sites.setdefault(id(runtime), (runtime, build_site(runtime)))
        self.client = TestClient(site, follow_redirects=False, base_url=runtime.settings.public_url or "http://testserver")

    def get(self, path: str, **options: Any) -> Response:
        """Open an address."""
        return self.client.get(path, **options)

    def token(self, page: str = "/recover") -> str:
        """The token of the forms of a page."""
        elements = read_page(self.client.get(page, follow_redirects=True).text).elements
        return next(each.attributes["value"] for each in elements if each.attributes.get("name") == "form_token")

    def send(self, path: str, page: str = "", **fields: Any) -> Response:
        """Open `page` (by default the address of the form itself), fill in its form, and send it to `path`."""
        return self.client.post(path, data={"form_token": self.token(page or path), **fields})

    def sign_in(self, name: str, password: str = PASSWORD) -> Response:
        """Sign in by the form."""
        return self.send("/sign-in", email=f"{name}@example.com", password=password)


def signed_in(runtime: Runtime, name: str) -> WebPerson:
    """A browser in which this person has signed in."""
    browser = WebPerson(runtime)
    assert browser.sign_in(name).status_code == 303
    return browser


def set_up_app(runtime: Runtime, browser: WebPerson) -> tuple[pyotp.TOTP, list[str]]:
    """Set up a second factor in this browser: the app, and the recovery codes."""
    browser.send("/account/second-factor/begin", page="/account/second-factor")
    page = read_page(browser.get("/account/second-factor").text).words
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert found
    totp = pyotp.TOTP(found.group(1).replace(" ", ""))
    done = browser.send("/account/second-factor", code=totp.at(runtime.clock.now()))
    assert done.status_code == 200
    return totp, re.findall(r"<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>", done.text)
