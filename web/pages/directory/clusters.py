"""产业集群: all of them, and one."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.domain.permissions import Action
from service.flows.directory.browse_clusters import browse_clusters, get_cluster
from web.deps import RendererDep, RuntimeDep
from web.permits import shared
from web.views.directory.clusters import cluster_page, clusters_page

router = APIRouter(dependencies=[shared(Action.BROWSE)])


@router.get("/clusters", response_class=HTMLResponse)
def clusters(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All of them."""
    return renderer.page(request, clusters_page(*browse_clusters(runtime)))


@router.get("/clusters/{code}", response_class=HTMLResponse)
def cluster(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One of them."""
    return renderer.page(request, cluster_page(get_cluster(runtime, code)))
