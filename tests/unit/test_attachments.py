"""The states of an attachment, every state × step × side against what is drawn here by hand; what an open page says of a certificate."""

import itertools
from datetime import UTC, date, datetime

from service.domain.attachments import (
    ATTACHMENT_WORDS,
    REFUSALS,
    Attachment,
    AttachmentKind,
    AttachmentSide,
    AttachmentState,
    AttachmentStep,
    certificate_words,
    next_attachment_state,
)

DRAWN = """
-         send>waiting@firm
waiting   accept>accepted@staff refuse>refused@staff take_back>taken_back@firm
accepted  refuse>refused@staff renew>renewed@platform take_back>taken_back@firm
refused   take_back>taken_back@firm
renewed   take_back>taken_back@firm
"""
TODAY = date(2026, 1, 5)


def drawn() -> dict[tuple[str, str, str], str]:
    found = {}
    for line in DRAWN.strip().splitlines():
        state, *arrows = line.split()
        for arrow in arrows:
            step, _, rest = arrow.partition(">")
            end, _, side = rest.partition("@")
            found[state, step, side] = end
    return found


def paper(state: str, until: date | None = None, about: str = "ISO 9001") -> Attachment:
    made = datetime(2026, 1, 1, tzinfo=UTC)
    return Attachment(
        "att_1", "prv_1", 1, AttachmentKind.CERTIFICATE, about, "0" * 64, "image/png", 1, 1, until, AttachmentState(state), "per_1", made
    )


def test_every_state_step_and_side_leads_where_it_is_drawn() -> None:
    expected, seen = drawn(), 0
    for state, step, side in itertools.product((None, *AttachmentState), AttachmentStep, AttachmentSide):
        told = next_attachment_state(state, step, side)
        assert (str(told) if told else None) == expected.get((str(state) if state else "-", step, side)), (state, step, side)
        seen += told is not None
    assert seen == len(expected) == 9
    assert ATTACHMENT_WORDS.keys() == set(AttachmentState)


def test_an_open_page_says_of_a_certificate_what_is_so() -> None:
    def said(*papers: Attachment) -> tuple[str, bool]:
        return certificate_words("ISO 9001", papers, TODAY)

    assert said() == said(paper("refused")) == said(paper("taken_back")) == said(paper("accepted", about="别的")) == ("", False)
    assert said(paper("waiting")) == ("证书已交，等工作人员核对", False)
    assert said(paper("accepted", TODAY)) == ("证书已核对，有效至2026年1月5日", True)
    assert said(paper("accepted")) == ("证书已核对，没有写有效期", True)
    late = paper("accepted", date(2026, 1, 4))
    assert said(late) == ("证书2026年1月4日已到期", False)
    assert said(late, paper("waiting", date(2029, 1, 4))) == ("证书2026年1月4日已到期，新证等核对", False)
    assert said(late, paper("accepted", date(2029, 1, 4))) == ("证书已核对，有效至2029年1月4日", True)
    assert (late.standing(TODAY), paper("waiting", date(2020, 1, 1)).standing(TODAY)) == ("expired", "waiting")


def test_every_refusal_is_a_sentence() -> None:
    assert all(sentence.endswith("。") for sentence in REFUSALS.values())
