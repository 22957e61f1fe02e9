"""A room full of people behind one address, who all do something at the same moment."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core import mail
from django.db import connection
from django.test import Client

AT_ONCE = 5  # threads; the pool has six connections, and the story itself holds one
ADDRESS = "145.90.1.2"
PASSWORD = "een heel lang wachtwoord"


def all_at_once(do: Callable, people: list) -> list:
    """Does `do` for each of them, several at the same time, and gives the results. Needs `transactional_db`."""

    def one(person):
        try:
            return do(person)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, people))


def browser(address: str = ADDRESS, **headers: str) -> Client:
    return Client(REMOTE_ADDR=address, headers=headers)


def log_in_by_password(user, client: Client | None = None) -> Client:
    client = client or browser()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def log_in_by_code(user, client: Client | None = None) -> Client:
    client = client or browser()
    client.post("/accounts/login/code/", {"email": user.email})
    client.post("/accounts/login/code/confirm/", {"code": code_mailed_to(user.email)})
    return client


def code_mailed_to(address: str) -> str:
    body = next(message.body for message in reversed(mail.outbox) if message.to == [address])
    return re.search(r"^([A-Z]{4}-[A-Z]{4})$", body, re.MULTILINE)[1]


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
