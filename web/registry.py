"""Every page router, in one list. A new page: a file in `pages/`, a view in `views/`, a template, one line here."""

from fastapi import APIRouter

from web.pages import compare, desk, display, home, patterns, ranking, results, static

ROUTERS: tuple[APIRouter, ...] = (
    static.router,
    display.router,
    home.router,
    results.router,
    compare.router,
    ranking.router,
    desk.router,
    patterns.router,
)
