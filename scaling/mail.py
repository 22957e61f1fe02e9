"""Mail without a mail server: in a file, and in the log on the screen."""

import logging

from django.core.mail.backends.filebased import EmailBackend

log = logging.getLogger(__name__)


class FileAndLogBackend(EmailBackend):
    def write_message(self, message) -> None:
        super().write_message(message)
        log.info("mail to %s: %s\n%s", ", ".join(message.to), message.subject, message.body)
