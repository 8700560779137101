"""One class a table; importing this package registers them all."""

from service.store.rows.changes import AuditRow, ChangeRow, EmbeddingRow, SupplyGapRow
from service.store.rows.codes import ScenarioGroupRow, ScenarioRow, TermRow, UtteranceRow
from service.store.rows.pools import MembershipRow, PoolEditionRow, PoolRow
from service.store.rows.providers import (
    CapabilityRow,
    PassageTagRow,
    ProviderRow,
    QualificationRow,
    SuccessCaseRow,
    UnitContactRow,
)

__all__ = [
    "AuditRow",
    "CapabilityRow",
    "ChangeRow",
    "EmbeddingRow",
    "MembershipRow",
    "PassageTagRow",
    "PoolEditionRow",
    "PoolRow",
    "ProviderRow",
    "QualificationRow",
    "ScenarioGroupRow",
    "ScenarioRow",
    "SuccessCaseRow",
    "SupplyGapRow",
    "TermRow",
    "UnitContactRow",
    "UtteranceRow",
]
