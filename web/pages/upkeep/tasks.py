"""任务: background work, and what failed of it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.api.errors import status_of
from service.domain.permissions import Action
from service.domain.tasks import TaskState
from service.errors import Conflict, Invalid
from service.flows.upkeep.keep_tasks import keep_tasks, read_tasks
from web.deps import RendererDep, RuntimeDep
from web.permits import VisitDep, permit
from web.posted import PostedDep
from web.views.upkeep.tasks import tasks_page

router = APIRouter()


@router.get("/tasks", response_class=HTMLResponse, dependencies=[permit(Action.READ_TASKS)])
def tasks(
    *,
    request: Request,
    runtime: RuntimeDep,
    renderer: RendererDep,
    visit: VisitDep,
    state: Annotated[str, Query(max_length=20)] = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Those that failed, or another state."""
    chosen = TaskState(state) if state in set(TaskState) else TaskState.FAILED
    return renderer.page(request, tasks_page(visit.actor, read_tasks(runtime, visit.actor, chosen, page), chosen))


@router.post("/tasks/{task_id}", response_class=HTMLResponse, dependencies=[permit(Action.KEEP_TASKS)])
def keep(*, request: Request, runtime: RuntimeDep, renderer: RendererDep, visit: VisitDep, posted: PostedDep, task_id: str) -> Response:
    """Try one again, or give it up with a reason."""
    try:
        keep_tasks(runtime, visit.actor, task_id, posted.text("step", 20), posted.text("reason"))
    except (Invalid, Conflict) as error:
        listed = read_tasks(runtime, visit.actor, TaskState.FAILED, 1)
        page = tasks_page(visit.actor, listed, TaskState.FAILED).refused(task_id, error)
        return renderer.page(request, page, status=status_of(error))
    return RedirectResponse("/tasks", status_code=303)
