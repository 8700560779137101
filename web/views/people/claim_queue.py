"""认领核实."""

from dataclasses import dataclass, replace
from typing import ClassVar

from service.domain.claims import Claim
from service.domain.paging import Page
from service.domain.permissions import Action, Actor, Subject, may
from service.errors import PlatformError
from web.parts.paging import Paging, paging_of


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One claim; `may_decide` False: it is the reader's own."""

    claim: Claim
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ClaimQueuePage:
    """`wrong`: the claim whose form was refused, and `sentence` why."""

    template: ClassVar[str] = "pages/people/claim_queue.html"
    title: str
    lines: tuple[QueueLine, ...]
    total: int
    paging: Paging
    wrong: str = ""
    sentence: str = ""

    def refused(self, claim_id: str, error: PlatformError) -> "ClaimQueuePage":
        """This, with why nothing was done."""
        return replace(self, wrong=claim_id, sentence=error.message)


def claim_queue_page(actor: Actor, claims: Page[Claim]) -> ClaimQueuePage:
    """Claims that wait."""
    return ClaimQueuePage(
        title="认领核实",
        lines=tuple(QueueLine(claim, may(actor, Action.DECIDE_CLAIMS, Subject(claim.person_id))) for claim in claims.items),
        total=claims.total,
        paging=paging_of(claims, "/claims"),
    )
