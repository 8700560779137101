"""The site itself: first page, help, display, site map, static files. The routers of its pages."""

from fastapi import APIRouter

from web.pages.site import accessibility, display, home, patterns, privacy, sitemap, static
from web.pages.site import help as help_by_role

ROUTERS: tuple[APIRouter, ...] = (
    static.router,
    display.router,
    home.router,
    help_by_role.router,
    accessibility.router,
    privacy.router,
    sitemap.router,
    patterns.router,
)
