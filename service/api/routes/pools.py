"""Resource pools."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.problems_told import problems
from service.api.schemas.pools import PoolsOut, pools_out
from service.flows.browse_pools import overview_pools

router = APIRouter(prefix="/api/v1/pools", tags=["codes"])


@router.get("", summary="List resource pools", responses=problems(503))
def show_pools(runtime: RuntimeDep) -> PoolsOut:
    """List all resource pools with their editions, memberships and totals without doubles."""
    return pools_out(overview_pools(runtime))
