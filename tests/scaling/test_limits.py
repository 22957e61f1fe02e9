"""Counters that nobody flushes, and a lock that only one of many gets."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache.backends.db import DatabaseCache
from django.db import connection

from scaling.limits import LimitsCache


def cache_of(backend, **options):
    return backend("cache", {"OPTIONS": options})


@pytest.fixture
def cache():
    cache = cache_of(LimitsCache)
    cache.clear()
    return cache


@pytest.mark.parametrize(("backend", "kept"), [(LimitsCache, True), (DatabaseCache, False)])
def test_many_other_counters_push_none_out(backend, kept):
    """Django's own cache is the negative control: four hundred strangers make it forget who guessed."""
    cache = cache_of(backend, MAX_ENTRIES=300)
    cache.clear()
    cache.set("0-guesses-of-roos", [1, 2, 3, 4, 5], 300)
    for n in range(400):
        cache.set(f"stranger-{n:03}", [1], 300)
    assert (cache.get("0-guesses-of-roos") is not None) is kept


def test_expired_counters_are_cleared_away():
    cache = cache_of(LimitsCache, MAX_ENTRIES=10)
    cache.clear()
    for n in range(12):
        cache.set(f"old-{n}", 1, -10)
    cache.set("new", 1, 300)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from cache")
        assert cursor.fetchone()[0] < 10


def test_adding_keeps_what_is_there_and_replaces_what_has_expired(cache):
    assert cache.add("x", "first", 300)
    assert not cache.add("x", "second", 300)
    assert cache.get("x") == "first"
    cache.set("x", "old", -10)
    assert cache.add("x", "third", 300)
    assert cache.get("x") == "third"


def test_a_counter_without_an_end_stays(cache):
    cache.add("x", "y", None)
    assert cache.get("x") == "y"
    assert not cache.add("x", "z")


def test_only_one_of_many_at_once_adds_a_key_also_over_an_expired_one(transactional_db, cache):
    start = threading.Barrier(5)

    def try_to(round_):
        start.wait()
        try:
            return cache.add(f"lock-{round_}", 1, 30)
        finally:
            connection.close()

    for round_ in range(20):
        cache.set(f"lock-{round_}", 1, -10)
        with ThreadPoolExecutor(5) as pool:
            assert sum(pool.map(try_to, [round_] * 5)) == 1


def test_it_forgets_in_time(cache):
    cache.add("x", 1, 0.5)
    deadline = time.monotonic() + 5
    while not cache.add("x", 2, 30):
        assert time.monotonic() < deadline
