"""The taxonomy of scenarios."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.api.problems_told import problems
from service.api.schemas.scenarios import ScenariosOut, scenarios_out
from service.domain.permissions import Action
from service.flows.directory.browse_scenarios import browse_scenarios

router = APIRouter(prefix="/api/v1/scenarios", tags=["codes"], dependencies=[allow(Action.BROWSE)])


@router.get("", summary="List scenarios", responses=problems(503))
def show_scenarios(runtime: RuntimeDep) -> ScenariosOut:
    """List all scenario groups with their scenarios, and how many listed providers and cases each has."""
    return scenarios_out(browse_scenarios(runtime))
