"""One class a table; importing this package registers them all."""

from service.store.rows.audit import AuditRow, AuditValueRow
from service.store.rows.claims import ClaimRow
from service.store.rows.codes import ScenarioGroupRow, ScenarioRow, TermRow, UtteranceRow
from service.store.rows.confirmations import ConfirmationRow
from service.store.rows.embeddings import EmbeddingRow
from service.store.rows.exposures import ExposureRow
from service.store.rows.feed import ChangeRow
from service.store.rows.links import LinkRow
from service.store.rows.lockouts import LockoutRow
from service.store.rows.manufacturers import ManufacturerRow
from service.store.rows.notices import NoticeChoiceRow, NoticeRow
from service.store.rows.passage_tags import PassageTagRow
from service.store.rows.people import PersonRow, RoleGrantRow
from service.store.rows.pools import MembershipRow, PoolEditionRow, PoolRow
from service.store.rows.profile_changes import ProfileChangeRow, ReviewRow
from service.store.rows.proofs import CaseLinkRow, ProofRow
from service.store.rows.providers import (
    CapabilityRow,
    ProviderRow,
    QualificationRow,
    SuccessCaseRow,
    UnitContactRow,
)
from service.store.rows.row_fingerprints import RowFingerprintRow
from service.store.rows.second_factors import RecoveryCodeRow, TotpRow
from service.store.rows.sessions import SessionRow
from service.store.rows.supply_gaps import SupplyGapRow
from service.store.rows.tasks import TaskRow
from service.store.rows.tokens import TokenRow

__all__ = [
    "AuditRow",
    "AuditValueRow",
    "CapabilityRow",
    "CaseLinkRow",
    "ChangeRow",
    "ClaimRow",
    "ConfirmationRow",
    "EmbeddingRow",
    "ExposureRow",
    "LinkRow",
    "LockoutRow",
    "ManufacturerRow",
    "MembershipRow",
    "NoticeChoiceRow",
    "NoticeRow",
    "PassageTagRow",
    "PersonRow",
    "PoolEditionRow",
    "PoolRow",
    "ProfileChangeRow",
    "ProofRow",
    "ProviderRow",
    "QualificationRow",
    "RecoveryCodeRow",
    "ReviewRow",
    "RoleGrantRow",
    "RowFingerprintRow",
    "ScenarioGroupRow",
    "ScenarioRow",
    "SessionRow",
    "SuccessCaseRow",
    "SupplyGapRow",
    "TaskRow",
    "TermRow",
    "TokenRow",
    "TotpRow",
    "UnitContactRow",
    "UtteranceRow",
]
