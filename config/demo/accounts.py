"""Accounts of the demo, with what each one does."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """One account: address, name that others see, what it does."""

    email: str
    name: str
    words: str
    role: str = ""


ACCOUNTS = (
    Account("coordinator@example.org", "Osallisuuskoordinaattori", "participation coordinator", "coordinator"),
    Account("chair1@example.org", "Hyvinvointijohtaja", "chair of working group 1"),
    Account("chair21@example.org", "Kaupunginarkkitehti", "chair of working group 2.1"),
    Account("chair22@example.org", "Yhteistyöpäällikkö", "chair of working group 2.2"),
    Account("chair23@example.org", "Tukipalvelupäällikkö", "chair of working group 2.3"),
    Account("clerk@example.org", "Aulapalvelujen tallentaja", "clerk: keys in paper and mail", "clerk"),
    Account("facilitator@example.org", "Työpajan vetäjä", "facilitator of workshops", "facilitator"),
    Account("admin@example.org", "Pääkäyttäjä", "administrator", "admin"),
)
