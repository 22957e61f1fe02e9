"""Django's own command; a changed label is no change (decision 0147)."""

from django.core.management.commands import makemigrations

from initiatives.management.schema import OfTheDatabase


class Command(makemigrations.Command):
    autodetector = OfTheDatabase
