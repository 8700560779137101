"""名录: who is in the pools, what they do, and where nobody does. The routers of its pages."""

from fastapi import APIRouter

from web.pages.directory import cases, clusters, coverage, industries, pools, provider, providers, scenarios

ROUTERS: tuple[APIRouter, ...] = (
    providers.router,
    provider.router,
    scenarios.router,
    industries.router,
    cases.router,
    clusters.router,
    pools.router,
    coverage.router,
)
