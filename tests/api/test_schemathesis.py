"""Generated requests, right and wrong, against the OpenAPI document: no failure of the program, no answer it does not tell of."""

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

OPERATIONS = [
    ("POST", "/api/v1/matches"),
    ("GET", "/api/v1/providers"),
    ("GET", "/api/v1/providers/{provider_id}"),
    ("GET", "/api/v1/scenarios"),
    ("GET", "/api/v1/pools"),
    ("GET", "/api/v1/me"),
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


def _try(operation, mode, checks):
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer(case):
        case.call_and_validate(checks=checks)

    answer()
