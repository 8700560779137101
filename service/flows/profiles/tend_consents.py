"""The daily round of consents: what is over is ended and its name and mobile deleted, and a firm is told a month before.

It may run as often as one likes: what was reminded or has ended is not touched again.
"""

from dataclasses import dataclass, replace

from service.brokerage.consents import ConsentDeed, move_consent
from service.brokerage.telling import tell_firm
from service.domain.consents import REMINDED_BEFORE_END, Consent, ConsentSide, ConsentState, ConsentStep
from service.runtime import Runtime
from service.store.access import Transaction
from service.store.queries.consents import due_consents, save_consent
from service.store.unit_of_work import reading, writing

_PERIODIC = "periodic"
_CONSENTS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class TendedConsents:
    """What one round did."""

    lapsed: int
    reminded: int


def tend_consents(runtime: Runtime) -> TendedConsents:
    """Do what is due today. Cost: one small query when nothing is."""
    with reading(runtime.database) as session:
        if not _due(runtime, session, 1):
            return TendedConsents(0, 0)
    lapsed = reminded = 0
    with writing(runtime.database) as session:
        for consent in _due(runtime, session, _CONSENTS_AT_ONCE):
            if consent.is_in_force(runtime.today):
                _remind(runtime, session, consent)
                reminded += 1
            else:
                move_consent(runtime, session, consent, ConsentDeed(ConsentStep.LAPSE, ConsentSide.PLATFORM, _PERIODIC))
                lapsed += 1
    return TendedConsents(lapsed, reminded)


def _due(runtime: Runtime, session: Transaction, most: int) -> list[Consent]:
    today = runtime.today
    return due_consents(session, runtime.clock.now(), (today, today + REMINDED_BEFORE_END), most)


def _remind(runtime: Runtime, session: Transaction, consent: Consent) -> None:
    assert consent.state is ConsentState.GIVEN and consent.until  # noqa: S101, PT018  it is in force
    save_consent(session, replace(consent, reminded_at=runtime.clock.now()))
    values = {"post": consent.post, "until": consent.until.isoformat(), "provider": consent.provider_id}
    tell_firm(runtime, session, consent.provider_id, ("consent_ending", values, f"consent:{consent.id}:ends:{consent.until}"))
