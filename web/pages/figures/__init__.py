"""统计: figures for everybody and for staff. The routers of its pages."""

from fastapi import APIRouter

from web.pages.figures import exposure, figures, report, summary, supply_map

ROUTERS: tuple[APIRouter, ...] = (exposure.router, supply_map.router, report.router, summary.router, figures.router)
