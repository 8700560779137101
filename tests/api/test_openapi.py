"""The published OpenAPI document: a change of it is a decision, made by `UPDATE_GOLDEN=1 pytest tests/api/test_openapi.py`."""

import json
import os
import re
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden" / "openapi.json"


def test_document_is_the_recorded_one(client):
    served = client.get("/api/v1/openapi.json").json()
    if os.environ.get("UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(json.dumps(served, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    recorded = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert served == recorded, "the API changed; if that is meant: UPDATE_GOLDEN=1 pytest tests/api/test_openapi.py"


def test_document_is_openapi_3_1_and_every_operation_and_member_is_told(client):
    served = client.get("/api/v1/openapi.json").json()
    assert served["openapi"].startswith("3.1")
    for path in served["paths"].values():
        for operation in path.values():
            assert operation["summary"]
            assert len(operation["description"]) > 30
    for schema in served["components"]["schemas"].values():
        assert schema.get("description"), schema["title"]


def test_failures_are_told_with_their_media_type_and_nothing_of_the_framework_is_left(client):
    served = client.get("/api/v1/openapi.json").json()
    for path, operations in served["paths"].items():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                done = [] if status == "204" else ["text/calendar" if path.endswith(".ics") else "application/json"]
                assert list(answer.get("content", {})) == (done if status < "300" else ["application/problem+json"]), (path, status)
    assert not re.search('HTTPValidationError|"ValidationError', json.dumps(served))
