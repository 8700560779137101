"""活动: what is coming, signing up, and how staff run it. The routers of its pages."""

from fastapi import APIRouter

from web.pages.events import (
    book,
    bookings,
    calls,
    check_in,
    contest,
    demand,
    door,
    edit_event,
    enter,
    event_talks,
    events,
    events_desk,
    invitations,
    judging,
    run_event,
    talks,
)

ROUTERS: tuple[APIRouter, ...] = (
    events.router,
    book.router,
    talks.router,
    bookings.router,
    check_in.router,
    demand.router,
    contest.router,
    enter.router,
    judging.router,
    door.router,
    event_talks.router,
    invitations.router,
    edit_event.router,
    calls.router,
    events_desk.router,
    run_event.router,
)
