"""服务台: who answers, how, by when, and what to say."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class DeskPage:
    """`noted`: a supply gap was just counted; `text`: the need to read out; `provider`: whom the person asks to be introduced to."""

    template: ClassVar[str] = "pages/brokering/desk.html"
    title: str
    noted: bool
    text: str
    provider: str
    provider_href: str
    back: str
    state_href: str


def desk_page(desk_name: str, *, noted: bool, text: str, provider: tuple[str, str] | None, back: str) -> DeskPage:
    """The desk's page; `provider` is (name, id). Without `back` the way back is the need's own list."""
    name, provider_id = provider or ("", "")
    return DeskPage(
        title=desk_name,
        noted=noted,
        text=text,
        provider=name,
        provider_href=f"/providers/{provider_id}" if provider_id else "",
        back=back or ("/search?" + urlencode({"q": text}) if text else ""),
        state_href="/needs/new?" + urlencode({"q": text}) if text else "/needs/new",
    )
