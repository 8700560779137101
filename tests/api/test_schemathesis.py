"""Generated requests, right and wrong, against the OpenAPI document: no failure of the program, no answer it does not tell of."""

from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from service.api.app import create_api
from service.domain.people import Role
from service.domain.tokens import Scope
from service.flows.people.create_token import create_token
from service.identity.tokens import TokenWish
from service.store.engine import open_database
from tests.factories import SMALL_POOL
from tests.people import make_person, with_mailbox

OPERATIONS = [
    ("POST", "/api/v1/matches"),
    ("GET", "/api/v1/providers"),
    ("GET", "/api/v1/providers/{provider_id}"),
    ("GET", "/api/v1/scenarios"),
    ("GET", "/api/v1/pools"),
    ("GET", "/api/v1/me"),
    ("POST", "/api/v1/needs"),
    ("GET", "/api/v1/needs"),
    ("GET", "/api/v1/needs/{need_id}"),
    ("POST", "/api/v1/needs/{need_id}/steps"),
    ("PUT", "/api/v1/needs/{need_id}/shortlist/{provider_id}"),
    ("DELETE", "/api/v1/needs/{need_id}/shortlist/{provider_id}"),
    ("POST", "/api/v1/needs/{need_id}/notes"),
    ("PUT", "/api/v1/needs/{need_id}/plan"),
    ("POST", "/api/v1/needs/{need_id}/renewals"),
    ("POST", "/api/v1/needs/{need_id}/contact-views"),
    ("GET", "/api/v1/needs/{need_id}/alike"),
    ("GET", "/api/v1/needs/{need_id}/snapshot"),
    ("POST", "/api/v1/needs/{need_id}/follow-links"),
    ("DELETE", "/api/v1/needs/{need_id}/follow-links"),
    ("POST", "/api/v1/needs/{need_id}/introductions"),
    ("GET", "/api/v1/introductions/{introduction_id}"),
    ("POST", "/api/v1/introductions/{introduction_id}/answers"),
    ("POST", "/api/v1/introductions/{introduction_id}/outcomes"),
    ("POST", "/api/v1/introductions/{introduction_id}/outcomes/{outcome_id}"),
    ("GET", "/api/v1/introductions"),
    ("POST", "/api/v1/introductions/{introduction_id}/withdrawals"),
    ("POST", "/api/v1/introductions/{introduction_id}/meetings"),
    ("PUT", "/api/v1/introductions/{introduction_id}/meetings/{meeting_id}"),
    ("DELETE", "/api/v1/introductions/{introduction_id}/meetings/{meeting_id}"),
    ("GET", "/api/v1/introductions/{introduction_id}/meetings/{meeting_id}.ics"),
    ("GET", "/api/v1/desk"),
    ("POST", "/api/v1/desk/assignments"),
    ("POST", "/api/v1/ties"),
    ("GET", "/api/v1/ties"),
    ("DELETE", "/api/v1/ties/{tie_id}"),
    ("GET", "/api/v1/intake/{provider_id}"),
    ("PUT", "/api/v1/intake/{provider_id}"),
    ("GET", "/api/v1/figures"),
    ("GET", "/api/v1/figures/{figure_id}/rows"),
    ("POST", "/api/v1/webhooks"),
    ("GET", "/api/v1/webhooks"),
    ("GET", "/api/v1/webhooks/{webhook_id}"),
    ("PUT", "/api/v1/webhooks/{webhook_id}"),
    ("DELETE", "/api/v1/webhooks/{webhook_id}"),
    ("POST", "/api/v1/webhooks/{webhook_id}/steps"),
    ("POST", "/api/v1/webhooks/{webhook_id}/secret"),
    ("POST", "/api/v1/webhooks/{webhook_id}/replays"),
    ("GET", "/api/v1/webhooks/{webhook_id}/deliveries"),
    ("GET", "/api/v1/health/live"),
    ("GET", "/api/v1/health/ready"),
]
TAKE_SOMETHING = OPERATIONS[:3]
"""Only these have parts that can be wrong."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 40
EXAMPLES_OF_A_ROLE = 4
"""Six roles try every operation: what differs is who asks."""


@pytest.fixture(scope="module")
def described(runtime):
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_api(runtime))


def test_every_operation_is_tried(described):
    told = {(operation.ok().method.upper(), operation.ok().path) for operation in described.get_all_operations()}
    assert told == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_right_requests_are_answered_as_described(described, method, path):
    _try(described[path][method], GenerationMode.POSITIVE, CHECKS)


@pytest.mark.parametrize(("method", "path"), TAKE_SOMETHING)
def test_wrong_requests_are_refused_as_described(described, method, path):
    _try(described[path][method], GenerationMode.NEGATIVE, [*CHECKS, negative_data_rejection])


@pytest.fixture(scope="module")
def tokens(runtime, databases, tmp_path_factory):
    """(the API on a database of its own, role → token with every scope)."""
    url = databases.copy(runtime.database, tmp_path_factory.mktemp("tokens"))
    own, _ = with_mailbox(replace(runtime, database=open_database(url)))
    firms = {Role.MANUFACTURER: "禾澄电子厂", Role.PROVIDER: SMALL_POOL[0].uscc}
    made = {}
    for role in Role:
        make_person(own, role, role, firms.get(role, ""))
        made[role] = create_token(own, f"{role}@example.com", TokenWish("测试", tuple(Scope), 1))
    yield schemathesis.openapi.from_asgi("/api/v1/openapi.json", create_api(own)), made
    own.database.dispose()


@pytest.mark.parametrize("role", list(Role))
def test_with_the_token_of_each_role_everything_is_answered_as_described(tokens, role):
    described, made = tokens
    headers = {"Authorization": f"Bearer {made[role]}"}
    for method, path in OPERATIONS:
        _try(described[path][method], GenerationMode.POSITIVE, CHECKS, headers, EXAMPLES_OF_A_ROLE)
        if (method, path) in TAKE_SOMETHING:
            _try(described[path][method], GenerationMode.NEGATIVE, [*CHECKS, negative_data_rejection], headers, EXAMPLES_OF_A_ROLE)


def _try(operation, mode, checks, headers=None, examples=EXAMPLES):
    @settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer(case):
        case.call_and_validate(checks=checks, headers=headers)

    answer()
