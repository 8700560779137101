"""One class a table; importing this package registers them all."""

from service.store.rows.attachments import AttachmentRow
from service.store.rows.audit import AuditRow, AuditValueRow
from service.store.rows.begun_proofs import BegunProofRow
from service.store.rows.bookings import BookingContactRow, BookingRow
from service.store.rows.claims import ClaimRow
from service.store.rows.codes import ScenarioGroupRow, ScenarioRow, TermRow, UtteranceRow
from service.store.rows.conduct_notes import ConductNoteRow
from service.store.rows.confirmations import ConfirmationRow
from service.store.rows.consents import ConsentRow, ContactRevealRow
from service.store.rows.contests import ContestEntryRow, ContestRow, EntryScoreRow, JurorRow, JurorTieRow
from service.store.rows.disputes import DisputeRow
from service.store.rows.embeddings import EmbeddingRow
from service.store.rows.events import AgendaLineRow, EventRow, EventVenueRow
from service.store.rows.exposures import ExposureLackRow, ExposureRow
from service.store.rows.feed import ChangeRow
from service.store.rows.follow_links import FollowLinkRow
from service.store.rows.identities import IdentityRow
from service.store.rows.imports import ImportRow
from service.store.rows.intake import IntakeRow
from service.store.rows.introductions import IntroductionContactRow, IntroductionRow
from service.store.rows.invitations import InvitationRow
from service.store.rows.links import LinkRow
from service.store.rows.lockouts import LockoutRow
from service.store.rows.manufacturers import ManufacturerRow
from service.store.rows.meetings import MeetingRow
from service.store.rows.need_contacts import NeedContactRow
from service.store.rows.need_sheets import NeedSheetRow
from service.store.rows.needs import NeedRow
from service.store.rows.notices import NoticeChoiceRow, NoticeRow
from service.store.rows.outcomes import OutcomeRow
from service.store.rows.passage_tags import PassageTagRow
from service.store.rows.passkeys import PasskeyRow
from service.store.rows.people import PersonRow, RoleGrantRow
from service.store.rows.pools import MembershipRow, PoolEditionRow, PoolRow
from service.store.rows.profile_changes import ProfileChangeRow, ReviewRow
from service.store.rows.programmes import ProgrammeRow
from service.store.rows.proofs import CaseLinkRow, ProofRow
from service.store.rows.provider_pairs import ProviderPairRow
from service.store.rows.providers import CapabilityRow, ProviderRow, QualificationRow, SuccessCaseRow, UnitContactRow
from service.store.rows.quality_marks import QualityMarkRow
from service.store.rows.questions import QuestionRow
from service.store.rows.request_keys import RequestKeyRow
from service.store.rows.row_fingerprints import RowFingerprintRow
from service.store.rows.second_factors import RecoveryCodeRow, TotpRow
from service.store.rows.sessions import SessionRow
from service.store.rows.shortlist import ShortlistRow
from service.store.rows.snapshots import SnapshotRow
from service.store.rows.special_days import SpecialDayRow
from service.store.rows.standards import RecognitionRow, StandardEntryRow
from service.store.rows.supply_gaps import SupplyGapRow
from service.store.rows.talks import TalkRow
from service.store.rows.tasks import TaskRow
from service.store.rows.ties import TieRow
from service.store.rows.timeline import TimelineRow
from service.store.rows.tokens import TokenRow
from service.store.rows.webhooks import DeliveryRow, WebhookRow

__all__ = [
    "AgendaLineRow",
    "AttachmentRow",
    "AuditRow",
    "AuditValueRow",
    "BegunProofRow",
    "BookingContactRow",
    "BookingRow",
    "CapabilityRow",
    "CaseLinkRow",
    "ChangeRow",
    "ClaimRow",
    "ConductNoteRow",
    "ConfirmationRow",
    "ConsentRow",
    "ContactRevealRow",
    "ContestEntryRow",
    "ContestRow",
    "DeliveryRow",
    "DisputeRow",
    "EmbeddingRow",
    "EntryScoreRow",
    "EventRow",
    "EventVenueRow",
    "ExposureLackRow",
    "ExposureRow",
    "FollowLinkRow",
    "IdentityRow",
    "ImportRow",
    "IntakeRow",
    "IntroductionContactRow",
    "IntroductionRow",
    "InvitationRow",
    "JurorRow",
    "JurorTieRow",
    "LinkRow",
    "LockoutRow",
    "ManufacturerRow",
    "MeetingRow",
    "MembershipRow",
    "NeedContactRow",
    "NeedRow",
    "NeedSheetRow",
    "NoticeChoiceRow",
    "NoticeRow",
    "OutcomeRow",
    "PassageTagRow",
    "PasskeyRow",
    "PersonRow",
    "PoolEditionRow",
    "PoolRow",
    "ProfileChangeRow",
    "ProgrammeRow",
    "ProofRow",
    "ProviderPairRow",
    "ProviderRow",
    "QualificationRow",
    "QualityMarkRow",
    "QuestionRow",
    "RecognitionRow",
    "RecoveryCodeRow",
    "RequestKeyRow",
    "ReviewRow",
    "RoleGrantRow",
    "RowFingerprintRow",
    "ScenarioGroupRow",
    "ScenarioRow",
    "SessionRow",
    "ShortlistRow",
    "SnapshotRow",
    "SpecialDayRow",
    "StandardEntryRow",
    "SuccessCaseRow",
    "SupplyGapRow",
    "TalkRow",
    "TaskRow",
    "TermRow",
    "TieRow",
    "TimelineRow",
    "TokenRow",
    "TotpRow",
    "UnitContactRow",
    "UtteranceRow",
    "WebhookRow",
]
