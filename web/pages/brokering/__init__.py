"""对接: the bureau's desk, and needs from statement to outcome. The routers of its pages."""

from fastapi import APIRouter

from web.pages.brokering import (
    conduct,
    desk,
    desk_need,
    fairness,
    funnel,
    introductions,
    my_needs,
    need_sheets,
    open_needs,
    snapshot,
    state_need,
    ties,
    workbench,
)

ROUTERS: tuple[APIRouter, ...] = (
    desk.router,
    state_need.router,
    my_needs.router,
    workbench.router,
    desk_need.router,
    snapshot.router,
    introductions.router,
    need_sheets.router,
    open_needs.router,
    conduct.router,
    funnel.router,
    fairness.router,
    ties.router,
)
