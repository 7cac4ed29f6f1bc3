"""Files that arrive with a form: no more of them is read than is taken, and what is wrong stays where its question is."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http import HttpRequest

from participation.errors import ParticipationError
from surveys.logic.attachments import MAX_BYTES
from surveys.logic.questionnaire.attached import MARK, REFUSALS
from surveys.logic.questionnaire.kinds import field_name
from surveys.logic.questionnaire.parts import Questionnaire

MAX_BODY = 4 * MAX_BYTES  # several files and the answers
Keep = Callable[[str, bytes], Any]


class LimitedFiles(FileUploadHandler):
    """Stops reading a file that is too large, and remembers its field."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.too_large: list[str] = []
        self.read = 0

    def new_file(self, *arguments: Any, **named: Any) -> None:
        """Begin to count."""
        super().new_file(*arguments, **named)
        self.read = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand a piece on, unless the file has become too large."""
        if start + len(raw_data) > MAX_BYTES:
            self.too_large.append(str(self.field_name))
            raise SkipFile
        return raw_data

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *_more: Any) -> None:  # noqa: N803
        """Refuse at once what no form of ours sends."""
        if content_length > MAX_BODY:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


def limit_files(request: HttpRequest) -> LimitedFiles:
    """Make a request read no more of a file than is taken; before anything looks at what was posted."""
    handler = LimitedFiles(request)
    request.upload_handlers.insert(0, handler)
    return handler


def received_files(
    request: HttpRequest, too_large: list[str], document: Questionnaire, fields: Mapping[str, Any], keep: Keep
) -> dict[str, list[str]]:
    """Return the posted fields with the id of each file that came along, or with the reason why it was not taken."""
    result = dict(fields)
    for question in document.questions:
        name = field_name(question)
        if question.type != "file":
            continue
        if name in too_large:
            result[name] = [MARK + "file_too_large"]
        elif name in request.FILES:
            result[name] = [kept(keep, question.name, request.FILES[name].read())]
    return result


def kept(keep: Keep, question: str, data: bytes) -> str:
    """Return the id of a kept file, or the marked reason."""
    try:
        return str(keep(question, data).pk)
    except ParticipationError as error:
        return MARK + (error.code if error.code in REFUSALS else "file_gone")
