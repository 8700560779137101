"""Needs: stated, read, moved on, and their shortlists."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.stated_needs import NeedDetailOut, NeedsOut, NeedStepIn, ReasonIn, StatedNeedIn, need_detail_out, need_out
from service.api.versions import KeyDep, VersionDep, tell_version
from service.brokerage.standing import NeedKey
from service.domain.needs import NeedSource
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.edge.costly_route import MatchRoute
from service.flows.brokering.browse_needs import NeedsAsked, browse_needs
from service.flows.brokering.keep_shortlist import clear_shortlisted, keep_shortlist
from service.flows.brokering.move_need import WishedStep, move_need
from service.flows.brokering.see_introductions import see_introductions
from service.flows.brokering.see_need import see_need
from service.flows.brokering.state_need import StatedBy, state_need
from service.flows.matching.match_need import MatchRequest, match_need
from service.runtime import Runtime

_WRITES = allow(Action.KEEP_NEEDS, Scope.NEEDS_WRITE)
_READS = allow(Action.KEEP_NEEDS, Scope.NEEDS_READ)
_BROKERS = allow(Action.BROKER_NEEDS, Scope.NEEDS_WRITE)
stating = APIRouter(prefix="/api/v1/needs", tags=["needs"], route_class=MatchRoute, dependencies=[_WRITES])
router = APIRouter(prefix="/api/v1/needs", tags=["needs"])
ROUTERS = (stating, router)
"""Stating one matches it first, so it stands in the queue of matches; the others do not."""
NeedId = Annotated[Word, Path(description="The opaque id from a list.")]
ProviderId = Annotated[Word, Path(description="The opaque id of a listed provider.")]


@stating.post("", status_code=201, summary="State a need", responses=problems(401, 403, 409, 413, 422, 429, 503))
def state_one(runtime: RuntimeDep, bearer: BearerDep, response: Response, need: StatedNeedIn, key: KeyDep = "") -> NeedDetailOut:
    """Register a need: it is matched at once, the list is kept as it was, and the desk calls within three working days."""
    answer = match_need(runtime, MatchRequest(need.text, include_weak=True))
    stated = state_need(runtime, StatedBy(bearer.actor, NeedSource.API, key), need.statement(), answer)
    return _told(runtime, bearer, response, stated.need.id)


@router.get("", summary="List needs", responses=problems(401, 403, 422, 503), dependencies=[_READS])
def show_needs(
    runtime: RuntimeDep,
    bearer: BearerDep,
    state: Annotated[Word, Query(description="One state, such as `registered`.")] = "",
    town: Annotated[Word, Query(description="Code of a town.")] = "",
    cursor: Annotated[Word, Query(description="As the last answer gave it.")] = "",
) -> NeedsOut:
    """List needs, newest first: a broker's token sees all, a factory's its own."""
    found = browse_needs(runtime, bearer.actor, NeedsAsked(state, town, cursor))
    last = found.items[-1] if len(found.items) == found.size else None
    return NeedsOut(
        needs=[need_out(need) for need in found.items], total=found.total, cursor=f"{last.year}-{last.serial}" if last else None
    )


@router.get("/{need_id}", summary="Read one need", responses=problems(401, 403, 404, 422, 503), dependencies=[_READS])
def show_need(runtime: RuntimeDep, bearer: BearerDep, response: Response, need_id: NeedId) -> NeedDetailOut:
    """Read one need with its state, the steps possible now, how it was understood, its shortlist and what happened to it."""
    return _told(runtime, bearer, response, need_id)


@router.post("/{need_id}/steps", summary="Take a step", responses=problems(401, 403, 404, 409, 422, 503), dependencies=[_WRITES])
def take_one_step(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, seen: VersionDep, need_id: NeedId, step: NeedStepIn
) -> NeedDetailOut:
    """Move a need on, out, or back. 409: its version is newer, or its state has no such action; `fields.action` lists those it has."""
    move_need(runtime, NeedKey(bearer.actor, need_id, version=seen), WishedStep(step.action, step.reason, step.version, step.into))
    return _told(runtime, bearer, response, need_id)


@router.put(
    "/{need_id}/shortlist/{provider_id}",
    summary="Put a provider on the shortlist",
    responses=problems(401, 403, 404, 409, 422, 503),
    dependencies=[_BROKERS],
)
def put_on_shortlist(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, seen: VersionDep, need_id: NeedId, provider_id: ProviderId, why: ReasonIn
) -> NeedDetailOut:
    """Add a listed provider with a reason that is kept and shown. What is put on by hand expires after 60 days."""
    keep_shortlist(runtime, NeedKey(bearer.actor, need_id, version=seen), provider_id, why.reason)
    return _told(runtime, bearer, response, need_id)


@router.delete(
    "/{need_id}/shortlist/{provider_id}",
    summary="Take a provider off the shortlist",
    responses=problems(401, 403, 404, 409, 422, 503),
    dependencies=[_BROKERS],
)
def take_off_shortlist(
    *, runtime: RuntimeDep, bearer: BearerDep, response: Response, seen: VersionDep, need_id: NeedId, provider_id: ProviderId, why: ReasonIn
) -> NeedDetailOut:
    """Take a provider off with a reason that is kept; its line stays in the record."""
    clear_shortlisted(runtime, NeedKey(bearer.actor, need_id, version=seen), provider_id, why.reason)
    return _told(runtime, bearer, response, need_id)


def _told(runtime: Runtime, bearer: BearerDep, response: Response, need_id: str) -> NeedDetailOut:
    key = NeedKey(bearer.actor, need_id)
    seen = see_need(runtime, key)
    tell_version(response, seen.need.version)
    return need_detail_out(seen, see_introductions(runtime, key))
