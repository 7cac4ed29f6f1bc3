"""Connects receivers and extensions of this app when Django is ready; starts nothing."""

from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    """The app as Django sees it."""

    name = "participation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the app in."""
        from participation import extensions, receivers  # app ready: models must be loaded first

        extensions.register()
        receivers.connect()
