"""Reading of JSON bodies: bad letters are a clear 400, not a failure further in."""

import codecs
import json
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MAX_DEPTH = 40


class StrictJSONParser(JSONParser):
    """JSON without NaN, NUL, lone surrogates, or depth that only attackers need."""

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the decoded body; raises ParseError with words for the caller."""
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            body = codecs.getreader(encoding)(stream).read()
            data = json.loads(body, parse_constant=self.refuse)
        except (ValueError, RecursionError, LookupError) as error:
            raise ParseError(_("The body is not JSON.")) from error
        check(data, MAX_DEPTH)
        return data

    @staticmethod
    def refuse(_word: str) -> None:
        """Refuse Infinity and NaN."""
        raise ValueError("not JSON")


def check(value: Any, depth: int) -> None:
    """Raise ParseError for values that no database takes."""
    if depth < 0:
        raise ParseError(_("The body is nested too deeply."))
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise ParseError(_("A text holds a character that cannot be stored."))
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, depth)
            check(item, depth - 1)
    elif isinstance(value, list):
        for item in value:
            check(item, depth - 1)
