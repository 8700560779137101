"""The sentence box posts here, so that what was typed never stands in an address; the answer is the address of the cleaned text."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from service.domain.permissions import Action
from service.flows.matching.strip_need import strip_need
from web.addresses.search_address import CLEANED, read_asked
from web.permits import shared

router = APIRouter(dependencies=[shared(Action.SEARCH)])


@router.post("/search", include_in_schema=False)
async def ask(request: Request) -> RedirectResponse:
    """Take personal data out of the text and go to its list; filters and choices of the form go along."""
    form = await request.form()
    asked = read_asked((name, value) for name, value in form.multi_items() if isinstance(value, str))
    stripped = strip_need(asked.text)
    cleaned = asked.resaying(stripped.text).href
    return RedirectResponse(f"{cleaned}&{CLEANED}=1" if stripped.removed else cleaned, status_code=303)
