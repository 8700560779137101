"""通知: the inbox, how one wants to be told, and the link in letters. The routers of its pages."""

from fastapi import APIRouter

from web.pages.notices import choices, inbox, unsubscribe

ROUTERS: tuple[APIRouter, ...] = (inbox.router, choices.router, unsubscribe.router)
