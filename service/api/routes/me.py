"""Whose token it is."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.permits import BearerDep, allow
from service.api.problems_told import problems
from service.api.schemas.me import MeOut, me_out
from service.domain.permissions import Action
from service.flows.people.name_firms import name_firms

router = APIRouter(prefix="/api/v1/me", tags=["people"], dependencies=[allow(Action.KEEP_OWN_ACCOUNT)])


@router.get("", summary="Read whose token this is", responses=problems(401, 403, 503))
def show_me(runtime: RuntimeDep, bearer: BearerDep) -> MeOut:
    """Tell the token's owner, roles, scopes and end. A program uses it to try its token before it is needed."""
    return me_out(bearer, name_firms(runtime, bearer.actor))
