"""运行: what auditors and the administrator watch. The routers of its pages."""

from fastapi import APIRouter

from web.pages.upkeep import audit, tasks, webhooks

ROUTERS: tuple[APIRouter, ...] = (tasks.router, webhooks.router, audit.router)
