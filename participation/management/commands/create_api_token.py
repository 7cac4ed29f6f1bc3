"""Make a token with which a program acts in a person's name; it is printed this once."""

from django.core.management.base import BaseCommand, CommandError

from participation.actions.people import create_api_token
from participation.models import ApiToken, Person


class Command(BaseCommand):
    """Only the token's hash is kept."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--scope", required=True, choices=ApiToken.Scope.values)

    def handle(self, *, email, scope, **options):
        person = Person.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no account {email}.")
        self.stdout.write(create_api_token(person, scope, by=None))
