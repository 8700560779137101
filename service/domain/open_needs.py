"""谁看得见: to which providers a need is shown without its firm's name, as the factory chose."""

from datetime import date

from service.domain.need_steps import NeedState
from service.domain.needs import Need, Visibility

_IN_POOL = frozenset({NeedState.CHECKED, NeedState.CLARIFIED, NeedState.RECOMMENDED, NeedState.AGREED, NeedState.MET})
"""Checked by the desk, and not yet promised to anybody."""
_LIST_SENT = frozenset({NeedState.RECOMMENDED, NeedState.AGREED, NeedState.MET, NeedState.INTENDED})
POOL_STATES, SENT_STATES = tuple(sorted(_IN_POOL)), tuple(sorted(_LIST_SENT))


def is_shown(need: Need, today: date, *, on_list: bool) -> bool:
    """Tell whether a listed provider may read this need. `on_list`: it stands on the need's shortlist now. An expired one is not shown."""
    if need.renew_by_on < today:
        return False
    match need.facts.visibility:
        case Visibility.POOL:
            return need.state in _IN_POOL or (on_list and need.state in _LIST_SENT)
        case Visibility.SHORTLISTED:
            return on_list and need.state in _LIST_SENT
        case _:
            return False
