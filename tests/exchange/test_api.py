"""The API is as its OpenAPI document says it is: schemathesis makes up questions from the document, and holds the answers against it."""

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from initiatives.exchange.api.operations import OF_ONE, openapi
from initiatives.exchange.exports.tables import TABLES

FEW = 12  # questions of each kind an operation
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def open_connection():
    """The connection stays open after a request, as with the client of Django: it holds the rows of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def document() -> dict:
    licence = "http://testserver/open-data/#licentie"
    return openapi("http://testserver/api/v1", contact={"name": "Vliegwiel"}, licence=licence)


def operations() -> list:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = WSGIHandler()
    return [found.ok() for found in schema.get_all_operations()]


def test_the_document_is_openapi_3_1_and_names_every_table():
    said = document()
    assert said["openapi"] == "3.1.0"
    assert set(said["paths"]) == {f"/{name}" for name in TABLES} | {
        f"/{name}/{{{'pk' if name == 'small-wins' else 'slug'}}}" for name in OF_ONE
    }
    schemathesis.openapi.from_dict(said).validate()


def ask_all(operations: list, mode: GenerationMode) -> set[str]:
    """Make up questions about each operation. Out: the operations that were asked."""
    asked = set()
    for operation in operations:

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=FEW,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=[*HealthCheck],
        )
        def ask(case):
            # Packed answers are of the middleware, and its padding differs each time.
            case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})
            asked.add(case.operation.path)

        ask()
    return asked


def test_every_answer_is_as_the_document_says(scene, open_connection):
    assert len(ask_all(operations(), GenerationMode.POSITIVE)) == len(TABLES) + len(OF_ONE)


def test_a_question_that_the_document_forbids_is_answered_as_it_says(scene, open_connection):
    lists = [each for each in operations() if each.path.removeprefix("/") in TABLES]
    assert len(ask_all(lists, GenerationMode.NEGATIVE)) == len(TABLES)
