"""What is done with one need beside its steps: notes, the next action, renewal, whom to call, links, other needs, the list as shown."""

from typing import Annotated

from fastapi import APIRouter, Path

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.need_work import (
    AlikesOut,
    FollowLinkOut,
    NeedContactOut,
    NoteIn,
    PlanIn,
    SnapshotOut,
    alikes_out,
    contact_out,
    snapshot_out,
)
from service.api.schemas.stated_needs import NeedOut, need_out
from service.api.versions import KeyDep, VersionDep
from service.brokerage.repeats import Repeat
from service.brokerage.standing import NeedKey
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.errors import NotFound
from service.flows.brokering.note_need import note_need, plan_need
from service.flows.brokering.recall_alike import recall_alike
from service.flows.brokering.renew_follow_link import renew_follow_link
from service.flows.brokering.renew_need import renew_need
from service.flows.brokering.reveal_contact import reveal_contact
from service.flows.brokering.see_need import see_need

_WRITES = allow(Action.KEEP_NEEDS, Scope.NEEDS_WRITE)
_READS = allow(Action.KEEP_NEEDS, Scope.NEEDS_READ)
_BROKERS = allow(Action.BROKER_NEEDS, Scope.NEEDS_WRITE)
_LOOKS = allow(Action.BROKER_NEEDS, Scope.NEEDS_READ)
_FAILURES = problems(401, 403, 404, 409, 422, 503)
router = APIRouter(prefix="/api/v1/needs/{need_id}", tags=["needs"])
NeedId = Annotated[Word, Path(description="The opaque id from a list.")]


@router.post("/notes", status_code=201, summary="Add a note", responses=_FAILURES, dependencies=[_WRITES])
def add_note(*, runtime: RuntimeDep, bearer: BearerDep, seen: VersionDep, need_id: NeedId, note: NoteIn, key: KeyDep = "") -> NeedOut:
    """Add a note to the need's timeline. The desk's stay with the desk; a factory's are for both."""
    repeat = Repeat(bearer.actor.person_id, key, {"need": need_id, "note": note.note})
    return need_out(note_need(runtime, NeedKey(bearer.actor, need_id, version=seen), note.note, repeat))


@router.put("/plan", summary="Set the next action", responses=_FAILURES, dependencies=[_BROKERS])
def set_plan(runtime: RuntimeDep, bearer: BearerDep, seen: VersionDep, need_id: NeedId, plan: PlanIn) -> NeedOut:
    """Say what is to be done next, until which day, and whose turn it is."""
    return need_out(plan_need(runtime, NeedKey(bearer.actor, need_id, version=seen), plan.plan()))


@router.post("/renewals", status_code=201, summary="Renew a need", responses=_FAILURES, dependencies=[_WRITES])
def renew(runtime: RuntimeDep, bearer: BearerDep, seen: VersionDep, need_id: NeedId) -> NeedOut:
    """Let it stand for another 120 working days, with its link and contact. 409 while its end is far."""
    return need_out(renew_need(runtime, NeedKey(bearer.actor, need_id, version=seen)))


@router.post("/contact-views", status_code=201, summary="Look at whom to call", responses=_FAILURES, dependencies=[_LOOKS])
def look_at_contact(runtime: RuntimeDep, bearer: BearerDep, need_id: NeedId) -> NeedContactOut:
    """Tell the desk whom to call at the factory. Each look is kept, and the factory sees it."""
    return contact_out(reveal_contact(runtime, NeedKey(bearer.actor, need_id)))


@router.post("/follow-links", status_code=201, summary="Make a new link", responses=_FAILURES, dependencies=[_BROKERS])
def make_link(runtime: RuntimeDep, bearer: BearerDep, need_id: NeedId) -> FollowLinkOut:
    """End all links that follow this need without an account, and make a new one."""
    secret = renew_follow_link(runtime, NeedKey(bearer.actor, need_id), again=True)
    return FollowLinkOut(path=f"/my-needs/follow?t={secret}")


@router.delete("/follow-links", status_code=204, summary="End all links", responses=_FAILURES, dependencies=[_WRITES])
def end_links(runtime: RuntimeDep, bearer: BearerDep, need_id: NeedId) -> None:
    """End all links that follow this need without an account."""
    renew_follow_link(runtime, NeedKey(bearer.actor, need_id), again=False)


@router.get("/alike", summary="Read the firm's other needs", responses=_FAILURES, dependencies=[_READS])
def show_alike(runtime: RuntimeDep, bearer: BearerDep, need_id: NeedId) -> AlikesOut:
    """Read the other needs of the same firm; those that say nearly the same stand first, for the step `merge`."""
    return alikes_out(recall_alike(runtime, NeedKey(bearer.actor, need_id)))


@router.get("/snapshot", summary="Read the list as it was shown", responses=_FAILURES, dependencies=[_LOOKS])
def show_snapshot(runtime: RuntimeDep, bearer: BearerDep, need_id: NeedId) -> SnapshotOut:
    """Read the list that the need was answered with: places, reasons, weights and index. It never changes."""
    snapshot = see_need(runtime, NeedKey(bearer.actor, need_id)).snapshot
    if snapshot is None:
        raise NotFound("这条需求没有存名单。")
    return snapshot_out(snapshot)
