"""The command demo-papers: consents and certificates in every state, through the use cases themselves, for a demonstration database."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import typer
from PIL import Image, ImageDraw

from service.bootstrap import build_runtime
from service.brokerage.consents import ToldPerson
from service.command_errors import tell_waiting
from service.domain.consents import CURRENT_TEXT
from service.domain.people import Person, Role
from service.domain.permissions import ANONYMOUS, Actor
from service.domain.providers import Provider
from service.errors import Conflict
from service.flows.profiles.answer_consent import answer_consent, give_consent, see_own_consent
from service.flows.profiles.ask_consent import ask_consent
from service.flows.profiles.decide_attachment import PaperDecision, decide_attachment
from service.flows.profiles.record_consent import SignedPaper, record_consent
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.settings import read_settings
from service.store.queries.consents import consents_of
from service.store.queries.counts import find_demo_provider
from service.store.queries.people import active_with_role, find_person
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading

_MOBILE = "1" + "38" + "0" * 8
"""Nobody's: no such number is given out."""
_SHEET = (620, 440)


@dataclass
class EarlierClock:
    """A clock that the command sets back."""

    instant: datetime

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.instant


def demo_papers_command() -> None:
    """演示数据库：给演示服务商加上联系人同意、各种状态的证书；已有时什么也不做。"""
    made = build_demo_papers(build_runtime(read_settings(), tell_waiting=tell_waiting))
    typer.echo(f"演示同意和附件 {made} 份。" if made else "已有演示同意和附件，没有再加。")


def add_paper_commands(app: typer.Typer) -> None:
    """Give the command its name."""
    app.command("demo-papers")(demo_papers_command)


def build_demo_papers(runtime: Runtime) -> int:
    """Make them; how many. Nothing when the firm of the demonstration has some already.

    Raises:
        Conflict: this is no demonstration database, or it has no people.
    """
    with reading(runtime.database) as session:
        firm = find_demo_provider(session)
        people = [
            _person(find_person(session, each)) for role in (Role.PROVIDER, Role.REVIEWER) for each in active_with_role(session, role)[:1]
        ]
        if firm is None or len(people) < 2 or not runtime.settings.may_show_demonstration:
            raise Conflict("只有演示数据库才有演示附件：先运行 make demo，它会建好演示账户。")
        if consents_of(session, firm):
            return 0
        provider = find_stored_firm(session, firm)
    assert provider is not None  # noqa: S101  it was found in this transaction
    writer, reviewer = (actor_of(each, staff=True) for each in people)
    return _consents(runtime, firm, writer, reviewer) + _papers(runtime, provider, writer, reviewer)


def _person(found: Person | None) -> Person:
    assert found is not None  # noqa: S101  its id was read in this transaction
    return found


def _back(runtime: Runtime, days: int) -> Runtime:
    return replace(runtime, clock=EarlierClock(runtime.clock.now() - timedelta(days=days)))


def _consents(runtime: Runtime, firm: str, writer: Actor, reviewer: Actor) -> int:
    """One by link, one on paper that ends soon, one withdrawn, one that waits."""

    def told(name: str, months: int = 12) -> ToldPerson:
        return ToldPerson(name, _MOBILE, months, CURRENT_TEXT, agreed=True)

    earlier = _back(runtime, 40)
    give_consent(earlier, ANONYMOUS, _secret(ask_consent(earlier, writer, firm, "销售负责人")), told("演示联系人"))
    paper = SignedPaper("技术负责人", told("演示工程师", 6), "演示同意〔2026〕1号", runtime.today - timedelta(days=165))
    record_consent(earlier, reviewer, firm, paper)
    gone = _secret(give_consent(earlier, ANONYMOUS, _secret(ask_consent(earlier, writer, firm, "售后")), told("演示售后")))
    later = _back(runtime, 5)
    answer_consent(later, ANONYMOUS, gone, next(step for step in see_own_consent(later, gone).may if step == "withdraw"))
    ask_consent(_back(runtime, 1), writer, firm, "项目经理")
    return 4


def _papers(runtime: Runtime, provider: Provider, writer: Actor, reviewer: Actor) -> int:
    """Of the firm's certificates one ends soon, one has ended, others wait; a licence was refused."""
    earlier, today = _back(runtime, 30), runtime.today
    ends: Sequence[date] = (today + timedelta(days=20), today - timedelta(days=12))
    for text, end in zip(provider.qualifications, ends, strict=False):
        sent = send_attachment(earlier, writer, provider.id, SentPaper("certificate", text, _sheet(), end.isoformat()))
        decide_attachment(earlier, reviewer, sent, PaperDecision(accept=True, version=1, valid_until=end))
    for text in provider.qualifications[1:2]:
        renewed = (today + timedelta(days=1_000)).isoformat()
        send_attachment(_back(runtime, 2), writer, provider.id, SentPaper("certificate", text, _sheet(), renewed))
    for case in provider.cases[:1]:
        sent = send_attachment(earlier, writer, provider.id, SentPaper("acceptance", case.id, _sheet()))
        decide_attachment(earlier, reviewer, sent, PaperDecision(accept=True, version=1))
    refused = send_attachment(earlier, writer, provider.id, SentPaper("licence", "", _sheet()))
    decide_attachment(earlier, reviewer, refused, PaperDecision(accept=False, version=1, reason="看不清统一社会信用代码，请重新扫描"))
    return len(provider.qualifications[:2]) + len(provider.qualifications[1:2]) + len(provider.cases[:1]) + 1


def _secret(link: str) -> str:
    return link.rpartition("=")[2]


def _sheet() -> bytes:
    """A drawn sheet that nobody takes for a certificate."""
    sheet, file = Image.new("RGB", _SHEET, "white"), io.BytesIO()
    drawing = ImageDraw.Draw(sheet)
    drawing.rectangle((20, 20, _SHEET[0] - 20, _SHEET[1] - 20), outline="grey", width=3)
    drawing.text((220, 200), "DEMONSTRATION DATA", fill="grey")
    sheet.save(file, "PNG")
    return file.getvalue()
