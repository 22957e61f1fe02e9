"""The browser of a team member."""

import pytest


@pytest.fixture
def member(client, team_member):
    client.force_login(team_member)
    return client
