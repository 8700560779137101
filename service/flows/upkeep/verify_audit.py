"""Check that the audit log is whole."""

from service.domain.audit_chain import ChainHead
from service.domain.audit_check import ChainCheck, check_chain
from service.runtime import Runtime
from service.store.queries.audit import read_lines, read_start
from service.store.unit_of_work import reading


def verify_audit(runtime: Runtime, filed: ChainHead | None = None) -> ChainCheck:
    """Read every line once, in one state of the database; others go on writing.

    Args:
        filed: a head that was printed earlier and kept elsewhere.
    """
    with reading(runtime.database) as session:
        return check_chain(read_lines(session), read_start(session), filed)
