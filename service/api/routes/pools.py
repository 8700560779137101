"""Resource pools."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.api.problems_told import problems
from service.api.schemas.pools import PoolsOut, pools_out
from service.domain.permissions import Action
from service.flows.directory.browse_pools import browse_pools

router = APIRouter(prefix="/api/v1/pools", tags=["codes"], dependencies=[allow(Action.BROWSE)])


@router.get("", summary="List resource pools", responses=problems(503))
def show_pools(runtime: RuntimeDep) -> PoolsOut:
    """List all resource pools with their editions, memberships and totals without doubles."""
    return pools_out(browse_pools(runtime))
