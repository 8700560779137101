"""需求: what a factory wants solved, as the desk keeps it."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from service.domain.need_steps import CLOSED, NeedState, Party

OWNED_MOST = 20
WORD_MOST_CHARACTERS = 80
FIRM_MOST_CHARACTERS = 80
NOTE_MOST_CHARACTERS = 1_000
STAFF_MOST = 1_000_000
BUDGET_MOST_WAN = 1_000_000
_PHONE = re.compile(r"\+?\d[\d -]{5,18}\d(?:转\d{1,5})?")
CONSENT_WORDING = "2026-11"
"""Version of the sentence that whoever leaves a contact agrees to; the sentence itself stands on the form."""
FOLLOWED_DAYS = 180
"""Days for which a link follows a need without an account."""
CONTACT_KEPT_DAYS = 180
"""Days after which a contact that nobody renewed is deleted."""


class Visibility(StrEnum):
    """Who may see a need without the firm's name: the desk alone, the providers on its shortlist, or all members of the pools."""

    DESK = "desk"
    SHORTLISTED = "shortlisted"
    POOL = "pool"


class NeedSource(StrEnum):
    """How it came in."""

    SITE = "site"
    PHONE = "phone"
    SHEET = "sheet"
    API = "api"


VISIBILITY_WORDS = {
    Visibility.DESK: "只给服务台看",
    Visibility.SHORTLISTED: "给名单上的服务商看，不写厂名",
    Visibility.POOL: "给资源池里的服务商看，不写厂名",
}
SOURCE_WORDS = {
    NeedSource.SITE: "企业自己登记",
    NeedSource.PHONE: "工作人员代登记",
    NeedSource.SHEET: "表格导入",
    NeedSource.API: "接口登记",
}


@dataclass(frozen=True, slots=True)
class NeedFirm:
    """The factory. `manufacturer_id`: empty while it has no account; `uscc`: empty when nobody told it."""

    name: str
    uscc: str = ""
    manufacturer_id: str = ""


@dataclass(frozen=True, slots=True)
class NeedFacts:
    """What is told beside the sentence. Codes of the taxonomy, money in fen, None and empty for what was not told.

    `needed_by_on`: until when the factory wants it. `owned`: what it has already.
    """

    industry: str = ""
    town: str = ""
    scenario: str = ""
    staff_count: int | None = None
    budget_fen: int | None = None
    needed_by_on: date | None = None
    owned: tuple[str, ...] = ()
    level: str = ""
    visibility: Visibility = Visibility.SHORTLISTED


@dataclass(frozen=True, slots=True)
class NextAction:
    """下一步: what is to be done, until which day, and whose turn it is."""

    words: str
    on: date | None
    waits_for: Party


@dataclass(frozen=True, slots=True)
class Need:
    """One need. `serial` counts up within its year. `text` holds no personal data.

    `state_at`: since when it is in this state; `moved_at`: when anything happened last; `promised_on`: until when the stage is to be over;
    `contacted_at`: when the desk first reached the factory; `renew_by_on`: from then on it is asked whether it still stands.
    """

    id: str
    year: int
    serial: int
    version: int
    state: NeedState
    firm: NeedFirm
    text: str
    facts: NeedFacts
    source: NeedSource
    broker_id: str
    made_at: datetime
    state_at: datetime
    moved_at: datetime
    promised_on: date | None
    next_action: NextAction
    renew_by_on: date
    contacted_at: datetime | None = None
    closed_at: datetime | None = None
    snapshot_id: str = ""
    merged_into: str = ""
    is_demo: bool = False

    @property
    def number(self) -> str:
        """XQ-2026-0417, for people."""
        return f"XQ-{self.year}-{self.serial:04d}"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state not in CLOSED


@dataclass(frozen=True, slots=True)
class NeedContact:
    """Whom to call about a need. Personal data: lies in a table of its own and is shown to who must call, each look kept."""

    name: str
    phone: str
    email: str
    consented_at: datetime
    delete_on: date


def read_phone(text: str) -> str | None:
    """A telephone number as it is kept: digits, spaces and hyphens; None for anything else."""
    phone = " ".join(text.split())
    return phone if _PHONE.fullmatch(phone) else None
