"""Delete old notices. Periodic work."""

from service.domain.notices import KEPT
from service.runtime import Runtime
from service.store.queries.notices import erase_old_notices
from service.store.unit_of_work import writing


def erase_notices(runtime: Runtime) -> None:
    """Those told more than `KEPT` ago, read or not."""
    with writing(runtime.database) as session:
        erase_old_notices(session, runtime.clock.now() - KEPT)
