"""统计: figures for everybody. The routers of its pages."""

from fastapi import APIRouter

from web.pages.figures import exposure

ROUTERS: tuple[APIRouter, ...] = (exposure.router,)
