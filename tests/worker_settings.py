"""The settings of a worker that a test starts: the site, with the mail server of the test (`mail_server.py`)."""

from scaling.settings import *  # noqa: F403

EMAIL_BACKEND, EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
