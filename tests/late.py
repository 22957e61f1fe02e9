"""A site that answers late and in two parts, to find tests that do not wait for what they look at.

    LATE=400 pytest tests/browser        # milliseconds, once before the answer and once in the middle of it

On a quick machine a click seems to have brought the next page already; on a busy one the same test reads the old page, or half
of the new one. With this, a test that hurries fails every time.
"""

import os
import time

from django.http import StreamingHttpResponse

PAUSE = int(os.environ.get("LATE", 0)) / 1000


class Late:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        time.sleep(PAUSE)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        return _in_two_parts(response)


def _in_two_parts(response) -> StreamingHttpResponse:
    """Gives the answer, head and cookies included, with a pause halfway."""
    late = StreamingHttpResponse(_parts(response.content), status=response.status_code)
    late.headers, late.cookies = response.headers, response.cookies
    del late["Content-Length"]
    return late


def _parts(content: bytes):
    half = len(content) // 2
    yield content[:half]
    time.sleep(PAUSE)
    yield content[half:]
