"""Sends the letters that wait, and does each night what is to be done at night. Run one beside the site, or several (docs/running.md)."""

import os
import signal
import time
from threading import Event

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from initiatives.exchange.post import deliver
from initiatives.exchange.rounds import make_rounds, show_life


class Command(BaseCommand):
    help = "Verstuurt de post die klaarstaat, en doet elke nacht wat er ’s nachts te doen is. Stopt netjes bij SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="verstuur wat er nu ligt, en stop")
        parser.add_argument("--pause", type=float, default=2.0, help="seconden tussen twee rondes")
        parser.add_argument("--beside", type=int, help="stop zodra dit proces er niet meer is")

    def handle(self, *, once: bool, pause: float, beside: int | None, **options) -> None:
        stop = Event()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: stop.set())
        while not stop.is_set() and beside in (None, os.getppid()):
            try:
                self._round()
            except DatabaseError as trouble:  # it is started anew, or full: the letters are still there
                self.stderr.write(f"De database is er even niet ({type(trouble).__name__}).")
                close_old_connections()
            if once:
                return
            stop.wait(pause)

    def _round(self) -> None:
        show_life()
        if n := deliver():
            self.stdout.write(f"{time.strftime('%H:%M:%S')} brieven: {n}")
        for name in make_rounds():
            self.stdout.write(f"{time.strftime('%H:%M:%S')} gedaan: {name}")
