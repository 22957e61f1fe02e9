"""The limit on the size of one request. Each form limits its own fields."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

MAX_BYTES = 20 * 1024 * 1024  # a photo of 15 MB and the words beside it


class CappedUploadHandler(FileUploadHandler):
    """Refuses by what the request says of itself, before a byte of it is written to disk."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:
        if content_length > MAX_BYTES:
            raise RequestDataTooBig

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data  # for the handlers after this one

    def file_complete(self, file_size: int) -> None:
        return None
