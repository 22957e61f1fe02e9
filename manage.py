#!/usr/bin/env python
import os
import sys

from django.core.management import execute_from_command_line

from scaling.postgres import DatabaseUnavailable

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scaling.settings")
    try:
        execute_from_command_line(sys.argv)
    except DatabaseUnavailable as problem:
        sys.exit(str(problem))
