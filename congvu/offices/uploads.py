"""Files in a request: what is too large, or one too many, is let go while it comes, and the page says so."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from congvu.law import practice
from congvu.rules.errors import RuleBroken

REFUSED = "congvu.upload_refused"


class Limits(FileUploadHandler):
    """Stands before Django's own handlers; nothing it lets go is stored anywhere."""

    count = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.count += 1
        if self.count > practice().scans_at_a_time:
            self._refuse(RuleBroken("scan.too_many", most=practice().scans_at_a_time))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        most = practice().scan_megabytes_at_most
        if start + len(raw_data) > most * 1024 * 1024:
            self._refuse(RuleBroken("scan.too_large", file=self.file_name or "", megabytes=most))
        return raw_data

    def _refuse(self, refusal: RuleBroken) -> None:
        if self.request is not None:
            self.request.META.setdefault(REFUSED, refusal)
        raise SkipFile

    def file_complete(self, file_size: int) -> None:
        return None


def sent_files(request: HttpRequest, name: str) -> "list[UploadedFile[bytes]]":
    """The files of a field, all of them or none. Raises: RuleBroken `scan.too_large`, `scan.too_many`."""
    files = request.FILES.getlist(name)
    refused = request.META.get(REFUSED)
    if isinstance(refused, RuleBroken):
        raise refused
    return [one for one in files if isinstance(one, UploadedFile)]
