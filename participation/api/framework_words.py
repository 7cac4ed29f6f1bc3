"""Words of the frameworks beneath the API that their own catalogues lack in Finnish and Swedish, or say stiffly.

Marked here so that ours are found first; nothing calls this module.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS = (
    _("A valid biginteger is required."),
    _("Authentication credentials were not provided."),
    _("Datetime value out of range."),
    _("Ensure this field has at least {min_length} elements."),
    _("Ensure this field has no more than {max_length} elements."),
    _('Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.'),
    _("Incorrect authentication credentials."),
    _("Integer value too large to convert to float"),
    _("Invalid input."),
    _("Invalid page."),
    _("Must be a valid UUID."),
    _("Must be a valid boolean."),
    _("Not a valid string."),
    _("Surrogate characters are not allowed: U+{code_point:X}."),
    _("The number of days must be between {min_days} and {max_days}."),
    _("This dictionary may not be empty."),
    ngettext_lazy("Expected available in {wait} second.", "Expected available in {wait} seconds."),
)
