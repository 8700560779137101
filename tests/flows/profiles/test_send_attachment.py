"""A certificate is handed in, refused, accepted, expires, is renewed, and taken back; each time the public page says what is so."""

import hashlib
import os
from datetime import date

import pytest

from service.domain.attachments import AttachmentState
from service.domain.people import Role, RoleGrant
from service.domain.permissions import Actor
from service.errors import Conflict, Invalid, NotFound, Refused, StorageBroken
from service.flows.directory.browse_providers import show_provider
from service.flows.profiles.decide_attachment import PaperDecision, decide_attachment, list_waiting_papers
from service.flows.profiles.see_attachments import open_attachment, see_attachments
from service.flows.profiles.send_attachment import SentPaper, send_attachment
from service.flows.profiles.take_back_attachment import take_back_attachment
from service.flows.profiles.tend_attachments import tend_attachments
from service.flows.upkeep.back_up_records import back_up_records
from service.store.rows import AuditRow
from tests.factories import SMALL_POOL
from tests.flows.stored import provider_id, rows
from tests.papers import jpeg, pdf, png, script
from web.views.directory.provider import provider_page

ZHAO = Actor("per_zhao", "赵", (RoleGrant(Role.REVIEWER),))


@pytest.fixture
def world(make_platform, tmp_path):
    """(runtime, somebody of the firm, id of the firm, text of its certificate)."""
    runtime = make_platform(SMALL_POOL[:2], data_dir=tmp_path / "data")
    firm = provider_id(runtime.database, "屿栈数据")
    return (
        runtime,
        Actor("per_wang", "王", (RoleGrant(Role.PROVIDER, firm),)),
        firm,
        show_provider(runtime, firm).provider.qualifications[0],
    )


def send(runtime, wang, firm, about, content=None, **more):
    return send_attachment(runtime, wang, firm, SentPaper("certificate", about, content or pdf(), **more))


def decide(runtime, attachment, *, accept=True, until=None, reason=""):
    version = next(each.attachment.version for each in list_waiting_papers(runtime, ZHAO, 1).items if each.attachment.id == attachment)
    decide_attachment(runtime, ZHAO, attachment, PaperDecision(accept, version, until, reason))


def said(runtime, firm, about) -> str:
    return next(line.paper for line in provider_page(show_provider(runtime, firm)).qualifications if line.text == about)


def states(runtime, wang, firm):
    return {each.id: each.state for each in see_attachments(runtime, wang, firm).attachments}


def test_handed_in_refused_accepted_expired_renewed_taken_back(world, tmp_path):
    runtime, wang, firm, about = world
    assert said(runtime, firm, about) == ""
    first = send(runtime, wang, firm, about)
    assert said(runtime, firm, about) == "证书已交，等工作人员核对"
    with pytest.raises(Invalid):
        decide(runtime, first, accept=False)
    decide(runtime, first, accept=False, reason="看不清有效期")
    assert said(runtime, firm, about) == ""
    second = send(runtime, wang, firm, about, jpeg(), valid_until="2026-01-04")
    decide(runtime, second, until=date(2026, 1, 4))
    assert said(runtime, firm, about) == "证书2026年1月4日已到期"
    third = send(runtime, wang, firm, about, png(), valid_until="2029-01-04", replaces=second)
    assert said(runtime, firm, about) == "证书2026年1月4日已到期，新证等核对"
    decide(runtime, third, until=date(2029, 1, 4))
    assert said(runtime, firm, about) == "证书已核对，有效至2029年1月4日"
    assert states(runtime, wang, firm) == {
        first: AttachmentState.REFUSED,
        second: AttachmentState.RENEWED,
        third: AttachmentState.ACCEPTED,
    }
    opened = open_attachment(runtime, ZHAO, third)
    root = runtime.settings.attachments_dir
    place = root / hashlib.sha256(opened.content).hexdigest()[:2] / hashlib.sha256(opened.content).hexdigest()
    assert (opened.media_type, opened.name, place.stat().st_mode & 0o077) == ("image/png", f"{third}.png", 0)
    manifest = back_up_records(runtime, tmp_path / "backup")
    assert {each.sha256 for each in manifest.attachments} == {each.name for each in root.glob("??/*")}
    place.write_bytes(b"changed on the disk")
    with pytest.raises(StorageBroken):
        open_attachment(runtime, wang, third)
    take_back_attachment(runtime, wang, firm, third)
    assert not place.exists()
    assert said(runtime, firm, about) == ""
    with pytest.raises(NotFound):
        open_attachment(runtime, ZHAO, third)
    with pytest.raises(Conflict):
        take_back_attachment(runtime, wang, firm, third)
    assert {"attachment_moved", "attachment_opened"} <= {row.action for row in rows(runtime.database, AuditRow)}


def test_what_is_not_taken_leaves_nothing(world):
    runtime, wang, firm, about = world
    for content, word in ((pdf(doing=script), "脚本"), (b"hello", "只收 PDF"), (b"", "没有选文件"), (bytes(10_000_001), "最多 10 MB")):
        with pytest.raises(Invalid) as error:
            send_attachment(runtime, wang, firm, SentPaper("certificate", about, content))
        assert word in error.value.fields["file"]
    with pytest.raises(Invalid) as error:
        send(runtime, wang, firm, "不在资料里的证书", valid_until="明年", replaces="att_nobody")
    assert set(error.value.fields) == {"about", "valid_until", "replaces"}
    other = Actor("per_li", "李", (RoleGrant(Role.PROVIDER, "prv_other"),))
    with pytest.raises(NotFound):
        send(runtime, other, firm, about)
    assert not list(runtime.settings.attachments_dir.glob("??/*"))
    assert states(runtime, wang, firm) == {}


def test_nobody_decides_of_his_own_firm_and_others_see_no_file(world):
    runtime, wang, firm, about = world
    paper = send(runtime, wang, firm, about)
    both = Actor("per_both", "双", (RoleGrant(Role.REVIEWER), RoleGrant(Role.PROVIDER, firm)))
    with pytest.raises(Refused):
        decide_attachment(runtime, both, paper, PaperDecision(accept=True, version=1))
    for actor in (
        Actor("per_li", "李", (RoleGrant(Role.PROVIDER, "prv_other"),)),
        Actor("per_chen", "陈", (RoleGrant(Role.BROKER),)),
        Actor(),
    ):
        with pytest.raises(NotFound):
            open_attachment(runtime, actor, paper)
    with pytest.raises(Conflict):
        decide_attachment(runtime, ZHAO, paper, PaperDecision(accept=True, version=7))


def test_one_file_for_two_papers_stays_while_one_of_them_does_and_orphans_go(world):
    runtime, wang, firm, about = world
    papers = [send(runtime, wang, firm, about, png()) for _ in range(2)]
    root = runtime.settings.attachments_dir
    assert len(list(root.glob("??/*"))) == 1
    take_back_attachment(runtime, wang, firm, papers[0])
    assert open_attachment(runtime, wang, papers[1]).content
    orphan = root / "ab" / ("ab" * 32)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"of a firm that left")
    assert tend_attachments(runtime) == 0, "young: its row may be on its way"
    for path in root.glob("??/*"):
        os.utime(path, (0, 0))
    assert tend_attachments(runtime) == 1
    assert [path.name for path in root.glob("??/*")] != [orphan.name]
