"""人员: signing in, one's own account, and who has one. The routers of its pages."""

from fastapi import APIRouter

from web.pages.people import (
    account,
    claim_queue,
    claims,
    colleagues,
    identities,
    manufacturers,
    own_records,
    passkeys,
    people,
    provider,
    recover,
    second_factor,
    second_step,
    set_password,
    sign_in,
    sign_up,
    tokens,
)

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    sign_up.router,
    recover.router,
    set_password.router,
    second_step.router,
    second_factor.router,
    passkeys.router,
    account.router,
    own_records.router,
    tokens.router,
    claims.router,
    colleagues.router,
    identities.router,
    manufacturers.router,
    provider.router,
    people.router,
    claim_queue.router,
)
