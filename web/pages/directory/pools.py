"""资源池: all of them, one of them, and the list to download."""

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from service.domain.directory import MEMBER_FILTERS, MemberQuery
from service.domain.permissions import Action
from service.flows.directory.browse_pools import browse_pools, get_pool, list_members
from service.flows.directory.export_members import MEDIA_TYPE, export_members
from web.addresses.list_address import Narrowed, read_narrowed
from web.deps import RendererDep, RuntimeDep
from web.kept_pages import KeptRoute
from web.permits import shared
from web.views.directory.pools import pool_page, pools_page

router = APIRouter(route_class=KeptRoute, dependencies=[shared(Action.BROWSE)])
_PATH = "/pools"


@router.get(_PATH, response_class=HTMLResponse)
def pools(request: Request, runtime: RuntimeDep, renderer: RendererDep) -> HTMLResponse:
    """All pools, and their members with each firm once."""
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), MEMBER_FILTERS)
    found = list_members(runtime, _query(narrowed))
    return renderer.page(request, pools_page(browse_pools(runtime), found, narrowed))


@router.get("/pools/members.xlsx")
def members_file(request: Request, runtime: RuntimeDep) -> Response:
    """The members that the address leaves, as a workbook of public fields."""
    narrowed = read_narrowed(_PATH, request.query_params.multi_items(), MEMBER_FILTERS)
    book = export_members(runtime, _query(narrowed))
    disposition = f"attachment; filename=\"members.xlsx\"; filename*=UTF-8''{quote(book.file_name)}"
    return Response(book.content, media_type=MEDIA_TYPE, headers={"Content-Disposition": disposition})


@router.get("/pools/{code}", response_class=HTMLResponse)
def pool(request: Request, runtime: RuntimeDep, renderer: RendererDep, code: str) -> HTMLResponse:
    """One pool with its editions and members."""
    line = get_pool(runtime, code)
    names = [name for name in MEMBER_FILTERS if name != "pool"]
    narrowed = read_narrowed(f"{_PATH}/{line.pool.code}", request.query_params.multi_items(), names)
    return renderer.page(request, pool_page(line, list_members(runtime, _query(narrowed, line.pool.code)), narrowed))


def _query(narrowed: Narrowed, pool_code: str | None = None) -> MemberQuery:
    want = narrowed.wanted.get
    return MemberQuery(
        text=narrowed.text,
        pool=pool_code or want("pool"),
        batch=want("batch"),
        category=want("category"),
        standing=want("standing"),
        town=want("town"),
        page=narrowed.page,
    )
