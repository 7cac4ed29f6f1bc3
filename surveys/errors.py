"""Refusals of this app that pages and programs tell apart from plain mistakes."""

from participation.errors import ParticipationError


class ProofNeeded(ParticipationError):
    """The survey is under attack: a script computes a proof for the key of its form and sends once more with it."""

    status = 428

    def __init__(self) -> None:
        super().__init__("A proof is computed first.", "proof_needed")


class NotAdmitted(ParticipationError):
    """The survey is answered with a code or an account, and there is none that may be used now.

    An unknown code and a used one are refused in the same words: a code tells nobody whether its owner has answered.
    """

    def __init__(self, message: str, code: str, *, status: int = 400) -> None:
        field = "code" if code.startswith("code_") else ""
        super().__init__(message, code, fields={field: [{"code": code, "message": message}]} if field else None)
        self.status = status
        self.is_of_field = bool(field)
