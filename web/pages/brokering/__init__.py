"""对接: the bureau's desk. The routers of its pages."""

from fastapi import APIRouter

from web.pages.brokering import desk

ROUTERS: tuple[APIRouter, ...] = (desk.router,)
