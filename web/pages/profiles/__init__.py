"""资料: a provider's own entry, and the bureau's review of it. The routers of its pages."""

from fastapi import APIRouter

from web.pages.profiles import (
    attachment_queue,
    attachments,
    case_answer,
    consent,
    contacts,
    duplicates,
    entries,
    entry,
    entry_contacts,
    found,
    imports,
    my_profile,
    review,
    review_queue,
    section,
    try_draft,
)

ROUTERS: tuple[APIRouter, ...] = (
    my_profile.router,
    section.router,
    contacts.router,
    attachments.router,
    attachment_queue.router,
    found.router,
    try_draft.router,
    review_queue.router,
    review.router,
    duplicates.router,
    entries.router,
    entry.router,
    entry_contacts.router,
    imports.router,
    case_answer.router,
    consent.router,
)
