"""What waits in a session until somebody has logged in: their words, and no secrets."""

import pytest

from initiatives.typed import SHELF


@pytest.mark.parametrize(
    ("page", "secrets"),
    [
        ("/accounts/password/change/", ["oldpassword", "password1", "password2"]),
        ("/accounts/reauthenticate/", ["password"]),
        ("/accounts/2fa/reauthenticate/", ["code"]),
    ],
)
def test_no_password_or_code_waits_in_a_session(client, page, secrets):
    client.post(page, {"note": "een gewoon woord"} | dict.fromkeys(secrets, "een heel geheim woord"))
    assert client.session[SHELF]["texts"] == {"note": ["een gewoon woord"]}
