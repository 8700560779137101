"""附件: certificates, licences and acceptance papers that a firm hands in, and what staff say of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

PAGES_MOST = 30
PIXELS_MOST = 40_000_000
"""Of one picture: a sheet of A4 at 600 dots per inch has 35 million."""
KEPT_MOST_BYTES = 40_000_000
"""Of a file when it is written anew: a picture may take more room than it came in."""
UNPACKED_MOST_BYTES = 200_000_000
"""Of everything packed inside one PDF."""
FILES_OF_A_FIRM = 60
"""Open attachments of one firm."""
ABOUT_MAX_CHARACTERS = 200
REMINDED_DAYS_BEFORE = (60, 30, 7)
"""A certificate's end is told so many days before."""
MEDIA_TYPES: Mapping[str, str] = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}
"""Media type → ending of the name under which a file is handed out."""
REFUSALS: Mapping[str, str] = {
    "empty": "没有选文件，或文件是空的。",
    "too_large": "文件太大，最多 {most} MB，没有接收。照片可以先压缩，扫描件用 200 DPI 就够。",
    "not_a_kind": "只收 PDF、PNG 和 JPEG。这个文件的内容不是其中任何一种，改扩展名没有用；Word 请另存为 PDF。",
    "two_kinds": "这个文件里还藏着另一种文件（例如网页或压缩包），不收。请重新扫描或导出一份。",
    "damaged": "文件打不开，可能传坏了或不完整。请重新导出一份。",
    "too_many_pixels": f"图片太大，最多 {PIXELS_MOST // 10_000} 万像素。请缩小一半再传。",
    "animated": "这是会动的图片，只收单张图。",
    "too_many_pages": f"页数太多，最多 {PAGES_MOST} 页。请只传要紧的几页。",
    "no_pages": "PDF 里没有一页可看的内容。",
    "locked": "PDF 有密码或加了保护，打不开。请去掉密码再传。",
    "script": "PDF 里有脚本、自动动作或可执行的表单，不收。请“打印成 PDF”再传，内容不变。",
    "embedded": "PDF 里夹带了别的文件，不收。请“打印成 PDF”再传，或把夹带的文件单独传。",
    "bomb": "文件展开后大得不正常，没有接收。请重新扫描或导出一份。",
    "too_costly": "处理这个文件用的时间或内存太多，没有接收。请重新扫描或导出一份。",
    "virus": "病毒扫描认为这个文件有害，没有接收，请检查您的电脑。",
}
"""Why a file is not taken → the sentence for whoever sent it."""


class AttachmentKind(StrEnum):
    """What the paper is."""

    CERTIFICATE = "certificate"
    LICENCE = "licence"
    ACCEPTANCE = "acceptance"


ATTACHMENT_KIND_WORDS: Mapping[AttachmentKind, str] = {
    AttachmentKind.CERTIFICATE: "资质证书",
    AttachmentKind.LICENCE: "营业执照",
    AttachmentKind.ACCEPTANCE: "验收材料",
}


class AttachmentState(StrEnum):
    """What became of it. That its time is over is told by its day, not by a state."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    RENEWED = "renewed"
    TAKEN_BACK = "taken_back"


class AttachmentStep(StrEnum):
    """What can happen to it."""

    SEND = "send"
    ACCEPT = "accept"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"
    RENEW = "renew"


class AttachmentSide(StrEnum):
    """Who does it. The platform renews: when the paper in its place is accepted."""

    FIRM = "firm"
    STAFF = "staff"
    PLATFORM = "platform"


_STATE, _STEP, _SIDE = AttachmentState, AttachmentStep, AttachmentSide
ATTACHMENT_STEPS: Mapping[tuple[AttachmentState | None, AttachmentStep, AttachmentSide], AttachmentState] = {
    (None, _STEP.SEND, _SIDE.FIRM): _STATE.WAITING,
    (_STATE.WAITING, _STEP.ACCEPT, _SIDE.STAFF): _STATE.ACCEPTED,
    (_STATE.WAITING, _STEP.REFUSE, _SIDE.STAFF): _STATE.REFUSED,
    # What was accepted by mistake, or turned out to be false.
    (_STATE.ACCEPTED, _STEP.REFUSE, _SIDE.STAFF): _STATE.REFUSED,
    (_STATE.ACCEPTED, _STEP.RENEW, _SIDE.PLATFORM): _STATE.RENEWED,
    **{
        (state, _STEP.TAKE_BACK, _SIDE.FIRM): _STATE.TAKEN_BACK
        for state in (_STATE.WAITING, _STATE.ACCEPTED, _STATE.REFUSED, _STATE.RENEWED)
    },
}
"""(state, step, side) → state; before there is one, the state is None. What it does not name cannot happen."""
ATTACHMENT_WORDS: Mapping[AttachmentState, str] = {
    _STATE.WAITING: "等核对",
    _STATE.ACCEPTED: "已核对",
    _STATE.REFUSED: "没有通过",
    _STATE.RENEWED: "已换新证",
    _STATE.TAKEN_BACK: "已撤回",
}
WITH_FILE = frozenset({_STATE.WAITING, _STATE.ACCEPTED, _STATE.REFUSED, _STATE.RENEWED})
"""What was taken back has no file any more."""


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file as it was written anew. `digest`: SHA-256 of these bytes."""

    content: bytes
    digest: str
    media_type: str
    pages: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """One paper. `about`: the text of the qualification, or id of the case, that it stands for. `valid_until`: None: without an end.

    `replaces`: id of the paper in whose place it comes.
    """

    id: str
    provider_id: str
    version: int
    kind: AttachmentKind
    about: str
    digest: str
    media_type: str
    size: int
    pages: int
    valid_until: date | None
    state: AttachmentState
    sent_by: str
    sent_at: datetime
    replaces: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""

    def standing(self, day: date) -> str:
        """The state, or `expired` for what was accepted and whose time is over."""
        over = self.state is AttachmentState.ACCEPTED and self.valid_until is not None and self.valid_until < day
        return "expired" if over else self.state.value


def next_attachment_state(state: AttachmentState | None, step: AttachmentStep, side: AttachmentSide) -> AttachmentState | None:
    """Where this step of this side leads; None when it cannot be."""
    return ATTACHMENT_STEPS.get((state, step, side))


def certificate_words(text: str, attachments: Iterable[Attachment], day: date) -> tuple[str, bool]:
    """What an open page says beside a qualification, and whether that is good: accepted, expired or not looked at, as it is."""
    mine = [each for each in attachments if each.kind is AttachmentKind.CERTIFICATE and each.about == text]
    accepted = [each for each in mine if each.state is AttachmentState.ACCEPTED]
    waiting = any(each.state is AttachmentState.WAITING for each in mine)
    if not accepted:
        return ("证书已交，等工作人员核对", False) if waiting else ("", False)
    best = max(accepted, key=lambda each: each.valid_until or date.max)
    if best.valid_until is None:
        return "证书已核对，没有写有效期", True
    end = f"{best.valid_until.year}年{best.valid_until.month}月{best.valid_until.day}日"
    if best.valid_until >= day:
        return f"证书已核对，有效至{end}", True
    return f"证书{end}已到期" + ("，新证等核对" if waiting else ""), False
