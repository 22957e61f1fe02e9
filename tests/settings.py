"""The settings of the tests: the site as the demo runs it, on a database and in folders that are thrown away.

The variables KEYS, LATE and ORDER change them, to find tests that pass by chance (docs/architecture.md).
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from scaling import postgres
from tests import keys

if "KEYS" in os.environ:
    keys.only(os.environ["KEYS"])

if "PYTEST_XDIST_WORKER" not in os.environ:  # the workers share what the first process made
    state_dir = Path(tempfile.mkdtemp(prefix="vliegwiel-tests-"))
    os.environ.update(STATE_DIR=str(state_dir), SECRET_KEY="tests", DEMO="True", DEBUG="False")
    if "DATABASE_URL" in os.environ:
        atexit.register(shutil.rmtree, state_dir, ignore_errors=True)
    else:
        os.environ["DATABASE_URL"] = postgres.database_url(state_dir, throwaway=True)
        atexit.register(postgres.release, state_dir)  # ends the server and deletes the folder

from scaling.settings import *  # noqa: F403
from scaling.settings import MIDDLEWARE, STORAGES

# Static files are served from the tree, without collecting them first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere

if "LATE" in os.environ:
    MIDDLEWARE = ["tests.late.Late", *MIDDLEWARE]
