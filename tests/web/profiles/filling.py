"""Fill in forms as a browser would: what a page holds is sent back, but for what a person changes."""

from html.parser import HTMLParser
from typing import Any

from httpx2 import Response

from tests.people import WebPerson
from tests.web.html import read_page


class _FormReader(HTMLParser):
    """The fields of one form, as drawn."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self._action, self._inside, self._area, self._choice = action, False, "", ""
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = at.get("action") == self._action
        elif not self._inside:
            return
        elif tag == "input" and at.get("type") not in {"submit", "checkbox", "radio"}:
            self.fields[at["name"]] = at.get("value", "")
        elif tag == "textarea":
            self._area = at["name"]
            self.fields[self._area] = ""
        elif tag == "select":
            self._choice = at["name"]
            self.fields[self._choice] = ""
        elif tag == "option" and "selected" in at:
            self.fields[self._choice] = at.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "form":
            self._inside = False


def fields_of(text: str, action: str) -> dict[str, str]:
    """The fields of the form with this action, as drawn."""
    reader = _FormReader(action)
    reader.feed(text)
    assert reader.fields, f"no form for {action}"
    return reader.fields


def edit(person: WebPerson, firm: str, section: str, **changes: Any) -> Response:
    """Open the form of a section, change some fields, send it."""
    path = f"/profile/{firm}/edit/{section}"
    return person.client.post(path, data=fields_of(person.get(path).text, path) | changes)


def step(person: WebPerson, firm: str, name: str, **more: str) -> Response:
    """Press one of the buttons of 我的资料."""
    path = f"/profile/{firm}/steps"
    return person.client.post(path, data=fields_of(person.get(f"/profile/{firm}").text, path) | {"step": name} | more)


def open_review(person: WebPerson) -> str:
    """Take the first change of the queue; its address."""
    path = next(href for href in read_page(person.get("/reviews").text).links() if href.startswith("/reviews/"))
    person.send(f"{path}/take", page=path)
    return path


def decide(person: WebPerson, do: str, **more: str) -> Response:
    """Take the first change of the queue and decide it. A part's fields are called `reason~PART` and `words~PART`."""
    path = open_review(person)
    return person.client.post(path, data=fields_of(person.get(path).text, path) | {"do": do} | more)
