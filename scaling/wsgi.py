"""What a web server calls: `gunicorn scaling.wsgi` (docs/running.md)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")

application = get_wsgi_application()
