"""政策项目: vouchers, rewards, levels. The routers of its pages."""

from fastapi import APIRouter

from web.pages.programmes import levels, programme_entry, programmes, standards

ROUTERS: tuple[APIRouter, ...] = (programmes.router, programme_entry.router, levels.router, standards.router)
