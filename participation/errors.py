"""Domain errors: each has a code for programs and words for people. No Django here: words come ready translated."""

from collections.abc import Mapping


class ParticipationError(Exception):
    """Something a person asked for cannot be done; nothing was changed."""

    status = 400
    is_of_field = False  # the code is that of a field: programs are told "invalid" above it

    def __init__(self, message: str, code: str = "invalid", fields: Mapping[str, list[dict[str, str]]] | None = None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.fields = dict(fields or {})


class Conflict(ParticipationError):
    """Somebody else was first, or the thing is no longer in the state that was seen; carries the state now."""

    status = 409

    def __init__(self, message: str, code: str = "changed", current: Mapping[str, object] | None = None):
        super().__init__(message, code)
        self.current = dict(current or {})


class NotOpen(Conflict):
    """The phase or survey does not take contributions now."""

    def __init__(self, message: str):
        super().__init__(message, "not_open")


class TemporaryFailure(ParticipationError):
    """Another system did not answer; worth another try later."""

    status = 503


class PermanentFailure(ParticipationError):
    """Another system refused for good; another try would not help."""

    status = 502
