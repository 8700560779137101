"""匹配: from a sentence to the providers who can do it. The routers of its pages."""

from fastapi import APIRouter

from web.pages.matching import ask, compare, ranking, results, suggestions

ROUTERS: tuple[APIRouter, ...] = (
    results.router,
    ask.router,
    suggestions.router,
    compare.router,
    ranking.router,
)
