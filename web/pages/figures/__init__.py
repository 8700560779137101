"""统计: figures for everybody and for staff. The routers of its pages."""

from fastapi import APIRouter

from web.pages.figures import exposure, figures, quality, report, summary, supply_map

ROUTERS: tuple[APIRouter, ...] = (exposure.router, supply_map.router, quality.router, report.router, summary.router, figures.router)
