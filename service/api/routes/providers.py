"""The public profiles of listed providers."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.api.problems_told import problems
from service.api.schemas.base import Word
from service.api.schemas.providers import ProviderOut, ProvidersIn, ProvidersOut, provider_out, providers_out
from service.domain.permissions import Action
from service.flows.directory.browse_providers import ProviderQuery, get_provider, list_providers
from service.flows.directory.read_filters import codes_of_words

router = APIRouter(prefix="/api/v1/providers", tags=["providers"], dependencies=[allow(Action.BROWSE)])


@router.get("", summary="List providers", responses=problems(422, 503))
def show_providers(runtime: RuntimeDep, wanted: Annotated[ProvidersIn, Query()]) -> ProvidersOut:
    """List the providers that are public today, in an order that favours nobody."""
    codes = codes_of_words(runtime, wanted.words())
    query = ProviderQuery(
        text=wanted.text or "",
        pool=codes.pool,
        group=codes.group,
        scenario=codes.scenario,
        industry=codes.industry,
        town=codes.town,
        delivery=codes.delivery,
        page=wanted.page,
        size=wanted.size,
    )
    return providers_out(list_providers(runtime, query), runtime.today)


@router.get("/{provider_id}", summary="Read one provider", responses=problems(404, 422, 503))
def show_provider(runtime: RuntimeDep, provider_id: Annotated[Word, Path(description="The opaque id from a list.")]) -> ProviderOut:
    """Read the whole public profile of one provider. One that is not public today is not found."""
    return provider_out(get_provider(runtime, provider_id), runtime.today)
