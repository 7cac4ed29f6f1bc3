"""Receipt codes."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.logic.receipts import code_hash, normalised, receipt_code, receipt_link, spelled

SECRET = "secret"


@given(st.uuids())
def test_a_code_is_what_people_can_type(key):
    code = receipt_code(SECRET, str(key))
    assert [len(part) for part in code.split("-")] == [4, 4, 4, 4]
    assert normalised(code) == code.replace("-", "")
    assert receipt_code(SECRET, str(key)) == code


@given(st.uuids())
def test_look_alikes_case_and_spaces_are_forgiven(key):
    code = receipt_code(SECRET, str(key))
    typed = code.lower().replace("0", "o").replace("1", "l").replace("-", " ")
    assert code_hash(SECRET, typed) == code_hash(SECRET, code)
    assert code_hash(SECRET, code.replace("1", "i")) == code_hash(SECRET, code)


@pytest.mark.parametrize(
    "typed", ["", "7K4M", "7K4M-Q2XD-9TVE-B3H", "7K4M-Q2XD-9TVE-B3HCX", "UUUU-UUUU-UUUU-UUUU", "ä" * 16]
)
def test_what_cannot_be_a_code_has_no_hash(typed):
    assert code_hash(SECRET, typed) is None


def test_codes_depend_on_the_secret_and_differ():
    assert receipt_code("a", "x") != receipt_code("b", "x")
    assert len({receipt_code(SECRET, str(n)) for n in range(1000)}) == 1000
    assert code_hash("a", "7K4M-Q2XD-9TVE-B3HC") != code_hash("b", "7K4M-Q2XD-9TVE-B3HC")


def test_a_link_carries_the_code_where_no_server_sees_it():
    link = receipt_link("https://town.example", "7K4M-Q2XD-9TVE-B3HC")
    assert urlsplit(link).path == "/r/"
    assert (urlsplit(link).query, urlsplit(link).fragment) == ("", "7K4M-Q2XD-9TVE-B3HC")
    assert receipt_link("https://town.example") == "https://town.example/r/"


@pytest.mark.parametrize(
    ("language", "said"), [("fi", "Äksä Yrjö Tseta 0"), ("sv", "Xerxes Yngve Zäta 0"), ("so", "Äksä Yrjö Tseta 0")]
)
def test_a_code_is_spelled_in_the_language_of_the_call(language, said):
    told = spelled("7ABC-DEFG-HJKM-XYZ0", language)
    assert told[0].startswith("7 A")
    assert (len(told), told[3]) == (4, said)
