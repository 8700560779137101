"""资料审核: one change, field by field, with a reason for each part that is returned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import ClassVar

from service.domain.permissions import Actor
from service.domain.profile_changes import RETURN_REASONS, STATE_WORDS, ChangeState
from service.errors import PlatformError
from service.flows.profiles.review_change import Decision, ReviewState
from web.parts.profile_difference import PartDifference, part_differences, remark_words

_WAITING = {ChangeState.SUBMITTED, ChangeState.APPEALED}


@dataclass(frozen=True, slots=True)
class EarlierReview:
    """An earlier decision on the same change."""

    at: datetime
    reviewer: str
    outcome: str
    remarks: tuple[str, ...]
    appeal: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`waits`: nobody has begun; `mine`: this reviewer has it and may decide. `version`, `published`: what the page was drawn from.

    `chosen`: part → (reason, words) as they were typed before the decision was refused.
    """

    template: ClassVar[str] = "pages/profiles/review.html"
    title: str
    change_id: str
    provider_id: str
    name: str
    state: str
    submitted_by: str
    waits_since: datetime | None
    promised: date | None
    reviewer: str
    note: str
    appeal: str
    waits: bool
    mine: bool
    version: int
    published: int
    differences: tuple[PartDifference, ...]
    earlier: tuple[EarlierReview, ...]
    reasons: tuple[tuple[str, str], ...]
    words: str = ""
    chosen: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    sentence: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)

    def refused(self, error: PlatformError, decision: Decision) -> "ReviewPage":
        """This, with why nothing was done and what was typed."""
        chosen = {each.part: (each.reason, each.words) for each in decision.remarks}
        return replace(
            self, problems=error.fields, sentence="" if error.fields else error.message, words=decision.words, chosen=chosen
        )  # fmt: skip


def review_page(state: ReviewState, actor: Actor) -> ReviewPage:
    """One change as this reviewer may treat it."""
    change, provider = state.change, state.provider
    in_hand = change.state in {ChangeState.IN_REVIEW, ChangeState.IN_APPEAL}
    return ReviewPage(
        title=f"{provider.display_name}的资料变更",
        change_id=change.id,
        provider_id=provider.id,
        name=provider.name,
        state=STATE_WORDS[change.state],
        submitted_by=state.names.get(change.saved_by, ""),
        waits_since=change.waits_since,
        promised=state.promised,
        reviewer=state.names.get(change.reviewer_id, "") if in_hand else "",
        note=change.note,
        appeal=change.appeal,
        waits=change.state in _WAITING,
        mine=in_hand and change.reviewer_id == actor.person_id,
        version=change.version,
        published=provider.version,
        differences=part_differences(state.differences, state.codes, overtaken=state.overtaken),
        earlier=tuple(
            EarlierReview(
                each.at,
                each.reviewer_name,
                "通过" if each.approved else "退回",
                tuple(remark_words(remark) for remark in each.remarks),
                each.appeal,
            )
            for each in state.reviews
        ),
        reasons=tuple(RETURN_REASONS.items()),
    )
