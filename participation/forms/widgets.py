"""Widgets dressed as the design system wants them."""

from typing import Any

from django import forms


class TextInput(forms.TextInput):
    """A line of text."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "ds-input", **(attrs or {})})


class EmailInput(forms.EmailInput):
    """An address, offered by the browser."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "ds-input", "autocomplete": "email", **(attrs or {})})


class TextArea(forms.Textarea):
    """Free text; the script beside the page counts what is left of the limit."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "ds-input", "rows": 7, **(attrs or {})})


class Select(forms.Select):
    """One of a list."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "ds-input", **(attrs or {})}, choices)


class RadioCards(forms.RadioSelect):
    """One of a few, each a card whose whole row can be pressed."""

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__({"class": "ds-input", **(attrs or {})}, choices)
