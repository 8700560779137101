"""Changes of providers' entries, and the decisions on them."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from service.domain.paging import DEFAULT_PAGE_SIZE, Page
from service.domain.profile_changes import OPEN_STATES, QUEUED_STATES, ChangeState, ProfileChange, Remark, Review
from service.domain.profile_content import ProfileContent
from service.domain.providers import Capability, SuccessCase
from service.errors import RecordChanged
from service.store.base import new_id
from service.store.rows import PersonRow, ProfileChangeRow, ReviewRow

_HISTORY_MOST = 50


def add_profile_change(session: Session, change: ProfileChange) -> None:
    """Store a new change.

    Raises:
        Conflict: the firm has an open one (told at the end of the transaction).
    """
    session.add(
        ProfileChangeRow(id=change.id, provider_id=change.provider_id, made_by=change.made_by, made_at=change.made_at, **_moving(change))
    )
    session.flush()


def save_profile_change(session: Session, change: ProfileChange) -> None:
    """Store a change that is one version further than before.

    Raises:
        RecordChanged: somebody else was quicker.
    """
    newer = update(ProfileChangeRow).where(ProfileChangeRow.id == change.id, ProfileChangeRow.version == change.version - 1)
    if not session.execute(newer.values(**_moving(change)).returning(ProfileChangeRow.id)).all():
        raise RecordChanged("这份资料刚被别人处理过，请刷新页面再看，您的操作没有执行。")


def find_open_change(session: Session, provider_id: str) -> ProfileChange | None:
    """The change that a firm is at work on."""
    row = session.scalar(
        select(ProfileChangeRow).where(ProfileChangeRow.provider_id == provider_id, ProfileChangeRow.state.in_(OPEN_STATES))
    )
    return _change(row) if row else None


def find_profile_change(session: Session, change_id: str) -> ProfileChange | None:
    """One change."""
    row = session.get(ProfileChangeRow, change_id, populate_existing=True)
    return _change(row) if row else None


def approved_changes(session: Session, provider_id: str) -> list[ProfileChange]:
    """What was published by review, newest first; at most fifty."""
    approved = select(ProfileChangeRow).where(ProfileChangeRow.provider_id == provider_id, ProfileChangeRow.state == ChangeState.APPROVED)
    rows = session.scalars(approved.order_by(ProfileChangeRow.decided_at.desc(), ProfileChangeRow.id).limit(_HISTORY_MOST))
    return [_change(row) for row in rows]


def list_queued_changes(session: Session, number: int) -> Page[ProfileChange]:
    """Changes that the bureau has to answer, the oldest first."""
    queued = ProfileChangeRow.state.in_(QUEUED_STATES)
    total = session.scalar(select(func.count()).select_from(ProfileChangeRow).where(queued)) or 0
    page = select(ProfileChangeRow).where(queued).order_by(ProfileChangeRow.waits_since, ProfileChangeRow.id)
    rows = session.scalars(page.limit(DEFAULT_PAGE_SIZE).offset((number - 1) * DEFAULT_PAGE_SIZE))
    return Page([_change(row) for row in rows], total, number)


def add_review(session: Session, review: Review) -> None:
    """Store one decision."""
    session.add(
        ReviewRow(
            id=new_id("rev"), change_id=review.change_id, change_version=review.change_version,
            reviewer_id=review.reviewer_id, approved=review.approved,
            remarks=[asdict(remark) for remark in review.remarks], words=review.words, appeal=review.appeal, at=review.at,
        )
    )  # fmt: skip
    session.flush()


def reviews_of(session: Session, change_ids: Iterable[str]) -> list[Review]:
    """The decisions on these changes, newest first."""
    joined = select(ReviewRow, PersonRow.name).join(PersonRow, PersonRow.id == ReviewRow.reviewer_id, isouter=True)
    rows = session.execute(
        joined.where(ReviewRow.change_id.in_(list(change_ids))).order_by(ReviewRow.at.desc(), ReviewRow.change_version.desc())
    )
    return [_review(row, name or "") for row, name in rows]


def _review(row: ReviewRow, reviewer: str) -> Review:
    remarks = tuple(Remark(**told) for told in row.remarks)
    return Review(row.change_id, row.change_version, row.reviewer_id, reviewer, row.approved, remarks, row.words, row.appeal, row.at)


def _moving(change: ProfileChange) -> dict[str, Any]:
    return {
        "state": change.state, "version": change.version, "base": _written(change.base), "base_version": change.base_version,
        "content": _written(change.content), "saved_by": change.saved_by, "saved_at": change.saved_at, "note": change.note,
        "appeal": change.appeal, "waits_since": change.waits_since, "reviewer_id": change.reviewer_id, "decided_at": change.decided_at,
    }  # fmt: skip


def _change(row: ProfileChangeRow) -> ProfileChange:
    return ProfileChange(
        id=row.id, provider_id=row.provider_id, state=ChangeState(row.state), version=row.version, base=_read(row.base),
        base_version=row.base_version, content=_read(row.content), made_by=row.made_by, made_at=row.made_at, saved_by=row.saved_by,
        saved_at=row.saved_at, note=row.note, appeal=row.appeal, waits_since=row.waits_since, reviewer_id=row.reviewer_id,
        decided_at=row.decided_at,
    )  # fmt: skip


def _written(content: ProfileContent) -> dict[str, Any]:
    """As JSON. Capabilities and cases are lists, because their order counts."""
    return {
        "fields": {name: list(value) if isinstance(value, tuple) else value for name, value in content.fields.items()},
        "capabilities": [{"id": key} | asdict(told) for key, told in content.capabilities.items()],
        "cases": [{"id": key} | asdict(told) for key, told in content.cases.items()],
    }


def _read(written: Mapping[str, Any]) -> ProfileContent:
    return ProfileContent(
        {name: tuple(value) if isinstance(value, list) else value for name, value in written["fields"].items()},
        {each["id"]: Capability(**_kept(each, Capability)) for each in written["capabilities"]},
        {each["id"]: SuccessCase(**_kept(each, SuccessCase)) for each in written["cases"]},
    )


def _kept(written: Mapping[str, Any], kind: type[Capability | SuccessCase]) -> dict[str, Any]:
    """What the record of today has; a draft may have been written by an earlier release."""
    names = [each.name for each in fields(kind)]
    return {name: tuple(written[name]) if isinstance(written[name], list) else written[name] for name in names if name in written}
