"""The entry point of a web server: `gunicorn scaling.wsgi` (docs/running.md)."""

import gc
import os

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")
django.setup(set_prefix=False)


class Utf8Request(WSGIRequest):
    """Is read as UTF-8, as each form of ours is sent, whatever it says. What it says may be a codec that reads no text at all."""

    def _set_content_type_params(self, meta: dict) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    request_class = Utf8Request


application = Handler()
gc.freeze()  # the garbage collector need not scan loaded modules again while a page waits
