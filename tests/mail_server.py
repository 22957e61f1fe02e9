"""A mail server for the tests: it speaks just enough SMTP, and can be slow or unwilling."""

import socketserver
import threading
from contextlib import contextmanager, suppress
from email import message_from_string
from email.policy import default


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say(220, "hier")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word.startswith("DATA"):
                if self.server.refusal:
                    self._say(*self.server.refusal)
                    continue
                self._say(354, "toe maar")
                self._take("".join(iter(self._line, ".\r\n")))
            elif word.startswith("RCPT") and self.server.unknown:
                self._say(550, "die woont hier niet")
            elif word.startswith("QUIT"):
                self._say(221, "dag")
                return
            else:
                self._say(250, "goed")

    def _take(self, text: str) -> None:
        """It is ours from here on; whoever sent it hears so once it is let go."""
        with self.server.came:
            letter = message_from_string(text, policy=default)
            self.server.took.append(letter["Message-ID"])
            self.server.subjects.append(letter["Subject"])
            self.server.came.notify_all()
        self.server.may_answer.wait(20)
        self._say(250, "aangenomen")

    def _line(self) -> str:
        return self.rfile.readline().decode()

    def _say(self, code: int, words: str) -> None:
        with suppress(OSError):  # whoever asked may be gone
            self.wfile.write(f"{code} {words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True
    refusal, unknown = None, False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Talk)
        self.took: list[str] = []  # the numbers of letters; to a mailbox two with one number are one
        self.subjects: list[str] = []
        self.came, self.may_answer = threading.Condition(), threading.Event()
        self.may_answer.set()

    def has(self, letters: int) -> bool:
        """Wait until so many came, at most half a minute. Out: whether they did."""
        with self.came:
            return self.came.wait_for(lambda: len(self.took) >= letters, timeout=30)

    @property
    def port(self) -> int:
        return self.server_address[1]


@contextmanager
def mail_server():
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.may_answer.set()
            server.shutdown()
            thread.join()
