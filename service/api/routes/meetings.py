"""Meetings of introductions: arranged, changed, called off, and as a file for calendars."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.introductions import MeetingOut, meeting_out
from service.api.schemas.meetings import MeetingIn
from service.api.versions import KeyDep
from service.brokerage.introducing import IntroductionKey
from service.brokerage.meeting_file import meeting_file
from service.brokerage.repeats import Repeat
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.errors import NotFound
from service.flows.brokering.plan_meeting import WishedMeeting, find_meeting, plan_meeting

_WRITES = allow(Action.ANSWER_INTRODUCTIONS, Scope.INTRODUCTIONS_WRITE)
_READS = allow(Action.ANSWER_INTRODUCTIONS, Scope.NEEDS_READ)
_FAILURES = problems(401, 403, 404, 409, 422, 503)
router = APIRouter(prefix="/api/v1/introductions/{introduction_id}/meetings", tags=["needs"])
IntroductionId = Annotated[Word, Path(description="The opaque id of an introduction.")]
MeetingId = Annotated[Word, Path(description="The opaque id of a meeting.")]


@router.post("", status_code=201, summary="Arrange a meeting", responses=_FAILURES, dependencies=[_WRITES])
def arrange(runtime: RuntimeDep, bearer: BearerDep, introduction_id: IntroductionId, meeting: MeetingIn, key: KeyDep = "") -> MeetingOut:
    """Arrange one after both have agreed. Either side and the desk may; both see it."""
    repeat = Repeat(bearer.actor.person_id, key, {"introduction": introduction_id, **meeting.model_dump(mode="json")})
    return meeting_out(plan_meeting(runtime, IntroductionKey(introduction_id, bearer.actor), meeting.wished(), repeat))


@router.put("/{meeting_id}", summary="Change a meeting", responses=_FAILURES, dependencies=[_WRITES])
def change(
    runtime: RuntimeDep, bearer: BearerDep, introduction_id: IntroductionId, meeting_id: MeetingId, meeting: MeetingIn
) -> MeetingOut:
    """Change it; its `sequence` counts up, so that calendars move it."""
    return meeting_out(plan_meeting(runtime, IntroductionKey(introduction_id, bearer.actor), meeting.wished(meeting_id)))


@router.delete("/{meeting_id}", summary="Call a meeting off", responses=_FAILURES, dependencies=[_WRITES])
def call_off(runtime: RuntimeDep, bearer: BearerDep, introduction_id: IntroductionId, meeting_id: MeetingId) -> MeetingOut:
    """Call it off; its file then cancels it in calendars."""
    wished = WishedMeeting("", "", 0, "", meeting_id, cancel=True)
    return meeting_out(plan_meeting(runtime, IntroductionKey(introduction_id, bearer.actor), wished))


@router.get(
    "/{meeting_id}.ics",
    summary="Read a meeting's calendar file",
    responses={**_FAILURES, 200: {"content": {"text/calendar": {}}, "description": "An iCalendar file (RFC 5545)."}},
    dependencies=[_READS],
    response_class=Response,
)
def show_file(runtime: RuntimeDep, bearer: BearerDep, introduction_id: IntroductionId, meeting_id: MeetingId) -> Response:
    """Read it as a file that calendars take."""
    found = find_meeting(runtime, IntroductionKey(introduction_id, bearer.actor), meeting_id)
    if found is None:
        raise NotFound("没有这次见面。")
    return Response(meeting_file(*found), media_type="text/calendar; charset=utf-8")
