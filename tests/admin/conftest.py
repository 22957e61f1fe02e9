"""The curator whose browser the tests of the administration use."""

import pytest


@pytest.fixture
def curator(client, programme_staff):
    client.force_login(programme_staff)
    return programme_staff
