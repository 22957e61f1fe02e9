"""Keeps secrets out of the logs: keys of links, codes, and addresses of people.

Logs are kept longer, copied further and read by more people than the pages they tell about.
"""

import logging
import re
import traceback

MASK = "•••"
MAILS = "scaling.mail"  # the logger of the demo, which only shows mail on the screen
SLASH = "(?:/|%2F)"
IN_PATHS = re.compile(
    rf"({SLASH}(?:t|uitnodiging|verteld|wens|paradox|klopt-dit-nog|mail{SLASH}uit|password{SLASH}reset{SLASH}key|confirm-email){SLASH})"
    r"(?!done(?:/|%2F))(?:(?!%2F)[^/\s?#'\"<>&])+",
    re.IGNORECASE,
)
IN_QUERIES = re.compile(
    r"((?:\b|%3F|%26)(?:code|state|id_token|access_token|token|key|nonce|code_verifier|client_secret|secret|password)"
    r"(?:=|%3D)['\"]?)[^&\s'\"<>#]+",
    re.IGNORECASE,
)
ADDRESSES = re.compile(r"[\w.!#$%*+^`{|}~’'-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+")


def without_secrets(text: str) -> str:
    """The text as a log may keep it."""
    text = IN_PATHS.sub(rf"\1{MASK}", text)
    text = IN_QUERIES.sub(rf"\1{MASK}", text)
    return ADDRESSES.sub(MASK, text)


class WithoutSecrets(logging.Filter):
    """Stands on a handler, so that it sees what every logger says."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name != MAILS:
            record.msg, record.args = without_secrets(_said(record)), None
            if record.exc_info:
                record.exc_text = without_secrets(_traceback_of(record.exc_info))
            if record.stack_info:
                record.stack_info = without_secrets(record.stack_info)
        return True


def _said(record: logging.LogRecord) -> str:
    """The message with its arguments. It never raises, as a filter that raises would break the request."""
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args}"


def _traceback_of(exc_info) -> str:
    return "".join(traceback.format_exception(*exc_info)).rstrip()
