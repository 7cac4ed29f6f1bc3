"""Connects receivers and extensions of this app when Django is ready; starts nothing."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """The app as Django sees it."""

    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the app in."""
        from surveys import extensions, receivers  # app ready: models must be loaded first

        extensions.register()
        receivers.connect()
