"""匹配: from a sentence to the providers who can do it. The routers of its pages."""

from fastapi import APIRouter

from web.pages.matching import compare, ranking, results, suggestions

ROUTERS: tuple[APIRouter, ...] = (
    results.router,
    suggestions.router,
    compare.router,
    ranking.router,
)
