"""Rescue tools for system staff; everyday work has its own pages."""

from django.contrib import admin

from participation.models import Area, Job, Person, Phase, Process, Role, Theme

for model in (Area, Person, Phase, Process, Role, Theme):
    admin.site.register(model)


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """The outbox, to look at."""

    list_display = ("kind", "available_at", "attempts", "last_error", "done_at", "buried_at")
    list_filter = ("kind",)

    def has_add_permission(self, request: object) -> bool:
        """Jobs are promised by actions only."""
        return False
