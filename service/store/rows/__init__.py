"""One class a table; importing this package registers them all."""

from service.store.rows.audit import AuditRow
from service.store.rows.codes import ScenarioGroupRow, ScenarioRow, TermRow, UtteranceRow
from service.store.rows.embeddings import EmbeddingRow
from service.store.rows.feed import ChangeRow
from service.store.rows.passage_tags import PassageTagRow
from service.store.rows.pools import MembershipRow, PoolEditionRow, PoolRow
from service.store.rows.providers import (
    CapabilityRow,
    ProviderRow,
    QualificationRow,
    SuccessCaseRow,
    UnitContactRow,
)
from service.store.rows.row_fingerprints import RowFingerprintRow
from service.store.rows.supply_gaps import SupplyGapRow

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
    "RowFingerprintRow",
    "ScenarioGroupRow",
    "ScenarioRow",
    "SuccessCaseRow",
    "SupplyGapRow",
    "TermRow",
    "UnitContactRow",
    "UtteranceRow",
]
