"""我的资料: what is published of a firm, what it works on, and what became of earlier changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from service.copies.kept_codes import read_codes
from service.domain.codes import CodeTables
from service.domain.confirmations import Confirmed
from service.domain.evidence import CaseLink
from service.domain.permissions import Action, Actor, Subject
from service.domain.profile_changes import ProfileChange, Review
from service.domain.profile_content import PartValue, ProfileContent, changed_parts, content_of, overtaken
from service.domain.providers import Provider
from service.errors import NotFound
from service.identity.actors import require_known
from service.runtime import Runtime
from service.store.queries.confirmations import read_confirmations
from service.store.queries.people import person_names
from service.store.queries.profile_changes import approved_changes, find_open_change, reviews_of
from service.store.queries.proofs import case_links_of
from service.store.queries.stored_firms import find_stored_firm
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class ProfileState:
    """Everything that the pages of one entry show.

    `change`: what the firm is at work on. `differences`: part → (published, wanted) of it. `overtaken`: parts that a file changed while
    the draft lay. `history`: approved changes, newest first. `links`: for the factories of cases, newest first.
    `names`: id → name of the people who did all that.
    """

    provider: Provider
    published: ProfileContent
    change: ProfileChange | None
    differences: Mapping[str, tuple[PartValue, PartValue]]
    overtaken: Mapping[str, PartValue]
    reviews: tuple[Review, ...]
    history: tuple[ProfileChange, ...]
    confirmed: Confirmed
    links: tuple[CaseLink, ...]
    names: Mapping[str, str]
    codes: CodeTables
    now: datetime
    day: date

    @property
    def wanted(self) -> ProfileContent:
        """What the forms show: the draft, or what is published."""
        return self.change.content if self.change else self.published


def see_profile(runtime: Runtime, actor: Actor, provider_id: str) -> ProfileState:
    """The entry of one's own firm.

    Raises:
        NotFound: there is none such, or it is another firm's.
    """
    require_known(actor, Action.EDIT_PROFILE, Subject(actor.person_id, provider_id))
    now = runtime.clock.now()
    with reading(runtime.database) as session:
        provider = find_stored_firm(session, provider_id)
        if provider is None:
            raise NotFound("没有这家服务商。")
        change = find_open_change(session, provider_id)
        history = approved_changes(session, provider_id)
        reviews = reviews_of(session, [each.id for each in (*([change] if change else []), *history)])
        people = {each.saved_by for each in (*([change] if change else []), *history)} | {change.reviewer_id if change else ""}
        names = person_names(session, sorted(people))
        confirmed = read_confirmations(session, [provider_id]).get(provider_id, {})
        links = case_links_of(session, provider_id)
    published = content_of(provider)
    return ProfileState(
        provider=provider,
        published=published,
        change=change,
        differences=changed_parts(change.base, change.content) if change else {},
        overtaken=overtaken(change.base, change.content, published) if change else {},
        reviews=tuple(reviews),
        history=tuple(history),
        confirmed=confirmed,
        links=tuple(links),
        names=names,
        codes=read_codes(runtime.database, runtime.copies.codes),
        now=now,
        day=runtime.today,
    )
