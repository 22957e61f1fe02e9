"""The entry point of a web server: `gunicorn scaling.wsgi` (docs/running.md)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")

application = get_wsgi_application()
gc.freeze()  # the garbage collector need not scan loaded modules again while a page waits
