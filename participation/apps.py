"""Connects receivers and extensions of this app when Django is ready; starts nothing."""

from django.apps import AppConfig
from django.conf import settings


class ParticipationConfig(AppConfig):
    """The app as Django sees it."""

    name = "participation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug the app in."""
        from participation import extensions, receivers  # app ready: models must be loaded first
        from participation.logic import language  # app ready: settings must be loaded first

        language.use_cache_folder(settings.VAR_DIR / "lemmas")
        extensions.register()
        receivers.connect()
