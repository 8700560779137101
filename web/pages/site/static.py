"""Static files under addresses that hold their content's hash."""

from fastapi import APIRouter, Response

from service.domain.permissions import Action
from service.errors import NotFound
from web.deps import AssetsDep
from web.permits import shared

router = APIRouter(dependencies=[shared(Action.BROWSE)])
_A_YEAR = "public, max-age=31536000, immutable"


@router.get("/static/{digest}/{name}", include_in_schema=False)
def static_file(assets: AssetsDep, digest: str, name: str) -> Response:
    """Send a static file; under an old hash the present file, which is then asked for again next time.

    Raises:
        NotFound: no such file.
    """
    asset = assets.find(name)
    if asset is None:
        raise NotFound("没有这个文件。")
    kept = _A_YEAR if digest == asset.digest else "no-cache"
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": kept})


@router.get("/favicon.ico", include_in_schema=False)
def favicon(assets: AssetsDep) -> Response:
    """The sign of the platform, where browsers look for it unasked."""
    asset = assets.find("icon.svg")
    if asset is None:
        raise NotFound("没有这个文件。")
    return Response(asset.content, media_type=asset.media_type, headers={"Cache-Control": "public, max-age=86400"})
