"""Delete background tasks that were done or given up long ago. Periodic work."""

from service.runtime import Runtime
from service.store.queries.tasks import erase_settled_tasks
from service.store.unit_of_work import writing


def erase_tasks(runtime: Runtime) -> None:
    """Those settled more than `KEPT_DONE` ago."""
    with writing(runtime.database) as session:
        erase_settled_tasks(session, runtime.clock.now())
