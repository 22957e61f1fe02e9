"""Where limits are counted: Django's database cache, for counters that may not be forgotten or counted twice.

Django's own cache throws away live counters as soon as there are many, so that an attacker who makes many can make
room. And once a key has expired, two processes may both be told that they were the first to add it.
"""

import base64
import pickle

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils import timezone

ADD = """
INSERT INTO {table} AS present (cache_key, value, expires)
VALUES (%s, %s, date_trunc('second', to_timestamp(%s)))
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
WHERE present.expires < date_trunc('second', statement_timestamp())
"""
FOREVER = 253_402_300_799  # the last second of the year 9999


class LimitsCache(DatabaseCache):
    def add(self, key, value, timeout=DEFAULT_TIMEOUT, version=None) -> bool:
        """Keep `value` unless there is one. Exactly one of several simultaneous callers gets True."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        expires = self.get_backend_timeout(timeout)
        row = [self.make_and_validate_key(key, version), self._encoded(value), expires or FOREVER]
        with connection.cursor() as cursor:
            cursor.execute(ADD.format(table=connection.ops.quote_name(self._table)), row)
            return cursor.rowcount == 1

    def _encoded(self, value) -> str:
        return base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")

    def forget_expired(self) -> None:
        """Delete what counts no more, however little it is."""
        db = router.db_for_write(self.cache_model_class)
        with connections[db].cursor() as cursor:
            self._cull(db, cursor, timezone.now(), 0)

    def _cull(self, db, cursor, now, num) -> None:
        """Delete expired rows, and no others."""
        table = connections[db].ops.quote_name(self._table)
        cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [now])  # noqa: S608 the name is our own setting
