"""How differences are written in templates."""

import pytest
from django.utils import translation

from participation.templatetags.words import points, signed


@pytest.mark.parametrize(
    ("write", "value", "shown"),
    [
        (points, None, "–"),
        (points, 0.18, "+18"),
        (points, -0.034, "\u22123"),
        (points, 0.002, "0"),
        (points, -0.002, "0"),
        (points, 0.0, "0"),
        (signed, None, "–"),
        (signed, 1.26, "+1,3"),
        (signed, -0.3, "\u22120,3"),
        (signed, -0.04, "0,0"),
    ],
)
def test_a_difference_has_its_sign_and_nothing_has_none(write, value, shown):
    with translation.override("fi"):
        assert write(value) == shown
