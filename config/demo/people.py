"""People of the demo: the accounts, and those without a password who sit in working groups."""

from django.contrib.auth.hashers import make_password

from config.demo.accounts import ACCOUNTS
from participation.actions.people import add_person, give_role
from participation.models import Person, Process


def load_accounts(password: str) -> dict[str, Person]:
    """Make the accounts that are missing; the password is hashed once, as hashing is slow on purpose."""
    people = {person.email: person for person in Person.objects.filter(email__in=[one.email for one in ACCOUNTS])}
    new = [account for account in ACCOUNTS if account.email not in people]
    hashed = make_password(password)
    for account in new:
        people[account.email] = add_person(account.email, by=None, name=account.name)
    Person.objects.filter(email__in=[account.email for account in new]).update(password=hashed)
    return people


def load_roles(people: dict[str, Person], process: Process) -> None:
    """Give the accounts their roles."""
    admin = people["admin@example.org"]
    for account in ACCOUNTS:
        if account.role:
            scope = None if account.role == "admin" else process
            give_role(people[account.email], account.role, scope, by=None if account.role == "admin" else admin)


def member(name: str, email: str) -> Person:
    """Return somebody who sits in a group and signs in by e-mail code only."""
    return Person.objects.filter(email=email).first() or add_person(email, by=None, name=name)
