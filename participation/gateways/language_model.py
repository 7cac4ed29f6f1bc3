"""Door to a language model behind an OpenAI-compatible address; off unless the installation names one.

Nothing else of the platform needs it. It gets only what it is handed, and answers with text or not at all; sending
us elsewhere is no answer.
"""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence

from django.conf import settings

from participation.errors import PermanentFailure, TemporaryFailure
from participation.gateways.redirects import NoRedirects

TIMEOUT = 60  # seconds
LARGEST = 1_000_000  # bytes of an answer


def is_on() -> bool:
    """Tell whether the installation has named a language model."""
    return bool(settings.LANGUAGE_MODEL_URL)


def complete(messages: Sequence[Mapping[str, str]]) -> str:
    """Return the model's answer to messages; raises TemporaryFailure or PermanentFailure."""
    if not is_on():
        raise PermanentFailure("no language model is set up", "assistant_off")
    body = json.dumps({"model": settings.LANGUAGE_MODEL_NAME, "messages": list(messages), "temperature": 0}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/json"}
    if settings.LANGUAGE_MODEL_KEY:
        headers["Authorization"] = f"Bearer {settings.LANGUAGE_MODEL_KEY}"
    address = settings.LANGUAGE_MODEL_URL.rstrip("/") + "/chat/completions"
    if not address.startswith(("http://", "https://")):
        raise PermanentFailure("the address of the language model is not http or https", "assistant_address")
    request = urllib.request.Request(address, body, headers, method="POST")  # noqa: S310 -- checked above
    try:
        with urllib.request.build_opener(NoRedirects).open(request, timeout=TIMEOUT) as answer:
            told = json.loads(answer.read(LARGEST))
        return str(told["choices"][0]["message"]["content"])
    except urllib.error.HTTPError as error:
        error.close()
        if error.code >= 500 or error.code == 429:
            raise TemporaryFailure("the language model is busy", "assistant_busy") from None
        raise PermanentFailure("the language model refused", "assistant_refused") from None
    except (OSError, http.client.HTTPException) as error:
        raise TemporaryFailure("the language model did not answer", "assistant_away") from error
    except (ValueError, LookupError, TypeError) as error:
        raise PermanentFailure("the language model answered something else", "assistant_answer") from error
