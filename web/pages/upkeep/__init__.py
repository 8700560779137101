"""运行: what the administrator watches. The routers of its pages."""

from fastapi import APIRouter

from web.pages.upkeep import tasks

ROUTERS: tuple[APIRouter, ...] = (tasks.router,)
