"""What a web server calls: `gunicorn scaling.wsgi` (docs/running.md)."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")

application = get_wsgi_application()
gc.freeze()  # what is loaded now stays: no page waits for the collector to look through it again
