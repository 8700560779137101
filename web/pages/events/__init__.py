"""活动: what is coming, signing up, and how staff run it. The routers of its pages."""

from fastapi import APIRouter

from web.pages.events import book, bookings, calls, edit_event, events, events_desk, run_event

ROUTERS: tuple[APIRouter, ...] = (
    events.router,
    book.router,
    bookings.router,
    edit_event.router,
    calls.router,
    events_desk.router,
    run_event.router,
)
