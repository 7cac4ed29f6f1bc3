"""Refusals of this app that pages and programs tell apart from plain mistakes."""

from participation.errors import ParticipationError


class NotAdmitted(ParticipationError):
    """The survey is answered with a code or an account, and there is none that may be used now.

    An unknown code and a used one are refused in the same words: a code tells nobody whether its owner has answered.
    """

    def __init__(self, message: str, code: str, *, status: int = 400) -> None:
        field = "code" if code.startswith("code_") else ""
        super().__init__(message, code, fields={field: [{"code": code, "message": message}]} if field else None)
        self.status = status
