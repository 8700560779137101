"""From a need to providers."""

from fastapi import APIRouter

from service.api.deps import RuntimeDep
from service.api.permits import allow
from service.api.problems_told import problems
from service.api.schemas.matches import MatchesOut, matches_out
from service.api.schemas.needs import NeedIn
from service.domain.permissions import Action
from service.edge.costly_route import MatchRoute
from service.edge.measures import MATCHES
from service.flows.directory.read_filters import read_filters
from service.flows.figures.count_exposure import count_shown
from service.flows.matching.match_need import match_need

router = APIRouter(prefix="/api/v1/matches", tags=["matches"], route_class=MatchRoute, dependencies=[allow(Action.SEARCH)])


@router.post("", summary="Match a need", responses=problems(413, 422, 429, 503))
def find_matches(runtime: RuntimeDep, need: NeedIn) -> MatchesOut:
    """Return the providers who can do what the need asks for, best first, each with reasons quoted from its own profile.

    No account is needed and nothing of the text is stored. The order is explained by the reasons; ties are broken by a hash;
    no place can be bought.
    """
    found = match_need(runtime, need.request(read_filters(runtime, need.filters.words())))
    count_shown(runtime, found)
    MATCHES.labels("yes" if found.confident else "no").inc()
    return matches_out(found, runtime.knowledge().taxonomy, runtime.today, limit=need.limit, include_weak=need.include_weak)
