"""The limit on the size of one request. Each form limits its own fields."""

from io import BytesIO

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

MAX_BYTES = 44 * 1024 * 1024  # a photo of 40 MB and the words beside it


class CappedUploadHandler(FileUploadHandler):
    """Lets go of the files of a request that says it is too large, before a byte of them is written. The words stay.

    The form gets an empty file that says how large it was.
    """

    lets_go = False

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None) -> None:
        self.lets_go = content_length > MAX_BYTES

    def new_file(self, *args, **kwargs) -> None:
        super().new_file(*args, **kwargs)
        if self.lets_go:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return None if self.lets_go else raw_data  # for the handlers after this one

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.lets_go:
            return None
        return UploadedFile(BytesIO(), self.file_name, self.content_type, size=file_size)
