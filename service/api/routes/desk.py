"""The desk: heaps of open needs, handing over, declared ties; and what a provider takes."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.desk import (
    AssignedOut,
    AssignmentIn,
    DeskOut,
    IntakeIn,
    IntakeOut,
    MadeTieOut,
    TieIn,
    TiesOut,
    desk_out,
    intake_out,
    ties_out,
)
from service.domain.people import Role
from service.domain.permissions import Action
from service.domain.tokens import Scope
from service.errors import NotFound
from service.flows.brokering.assign_needs import assign_needs
from service.flows.brokering.declare_tie import declare_tie, my_ties, withdraw_tie
from service.flows.brokering.keep_intake import keep_intake, see_intake
from service.flows.brokering.work_desk import MINE, DeskAsked, work_desk

HEAP_MOST = 500
router = APIRouter(prefix="/api/v1", tags=["desk"])
_WORKS = allow(Action.BROKER_NEEDS, Scope.NEEDS_WRITE)
_LOOKS = allow(Action.BROKER_NEEDS, Scope.NEEDS_READ)
_DECLARES = allow(Action.DECLARE_TIES, Scope.INTRODUCTIONS_WRITE)
_TAKES = allow(Action.KEEP_INTAKE, Scope.INTRODUCTIONS_WRITE)
_FAILURES = problems(401, 403, 404, 409, 422, 503)
ProviderId = Annotated[Word, Path(description="The opaque id of one's own provider.")]
Narrowing = Annotated[Word, Query(description="A code; empty for all.")]


@router.get("/desk", summary="Read the desk", responses=problems(401, 403, 422, 503), dependencies=[_LOOKS])
def show_desk(
    *,
    runtime: RuntimeDep,
    bearer: BearerDep,
    who: Annotated[Word, Query(description="`mine`, `all`, `none` (nobody has taken it), or a colleague's id.")] = MINE,
    town: Narrowing = "",
    state: Narrowing = "",
    industry: Narrowing = "",
    q: Annotated[Word, Query(description="Part of a firm's name or of the sentence.")] = "",
    most: Annotated[int, Query(ge=1, le=HEAP_MOST, description="Lines of each heap.")] = 100,
) -> DeskOut:
    """Read the open needs in heaps: late, today, waiting for others, later."""
    return desk_out(work_desk(runtime, bearer.actor, DeskAsked(who, town, state, industry, q.strip())), most)


@router.post("/desk/assignments", summary="Hand needs over", responses=_FAILURES, dependencies=[_WORKS])
def assign(runtime: RuntimeDep, bearer: BearerDep, assignment: AssignmentIn) -> AssignedOut:
    """Take needs, or hand several to one colleague at once. A repeat changes nothing."""
    return AssignedOut(assigned=assign_needs(runtime, bearer.actor, assignment.needs, assignment.broker_id, assignment.words))


@router.get("/ties", summary="Read one's own ties", responses=_FAILURES, dependencies=[_DECLARES])
def show_ties(runtime: RuntimeDep, bearer: BearerDep) -> TiesOut:
    """Read the providers that one has declared a tie to, ended ones too."""
    return ties_out(my_ties(runtime, bearer.actor))


@router.post("/ties", status_code=201, summary="Declare a tie", responses=_FAILURES, dependencies=[_DECLARES])
def declare(runtime: RuntimeDep, bearer: BearerDep, tie: TieIn) -> MadeTieOut:
    """Declare a provider that oneself or one's family is tied to; one does not broker for it from then on."""
    return MadeTieOut(id=declare_tie(runtime, bearer.actor, tie.provider_id, tie.relation))


@router.delete("/ties/{tie_id}", status_code=204, summary="End a tie", responses=_FAILURES, dependencies=[_DECLARES])
def end(runtime: RuntimeDep, bearer: BearerDep, tie_id: Annotated[Word, Path(description="The opaque id of a tie.")]) -> None:
    """End one that is no more; its line stays on record."""
    withdraw_tie(runtime, bearer.actor, tie_id)


@router.get("/intake/{provider_id}", summary="Read what a provider takes", responses=_FAILURES, dependencies=[_TAKES])
def show_intake(runtime: RuntimeDep, bearer: BearerDep, provider_id: ProviderId) -> IntakeOut:
    """Read whether one's own provider takes introductions now, and how many it had this month."""
    _require_own(bearer, provider_id)
    return intake_out(see_intake(runtime, bearer.actor, provider_id))


@router.put("/intake/{provider_id}", summary="Change what a provider takes", responses=_FAILURES, dependencies=[_TAKES])
def change_intake(runtime: RuntimeDep, bearer: BearerDep, provider_id: ProviderId, wished: IntakeIn) -> IntakeOut:
    """Pause new introductions, or limit how many are taken in a month."""
    _require_own(bearer, provider_id)
    keep_intake(runtime, bearer.actor, provider_id, wished.wished())
    return intake_out(see_intake(runtime, bearer.actor, provider_id))


def _require_own(bearer: BearerDep, provider_id: str) -> None:
    """Somebody else's provider is none of this token's business, whether or not there is such a one."""
    if not any(grant.role is Role.PROVIDER and grant.firm_id == provider_id for grant in bearer.actor.grants):
        raise NotFound("没有这家服务商，或不是您的单位。")
