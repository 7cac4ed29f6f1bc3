"""Pages of this app: what residents see, the desk of staff, statements."""

from participation.urls import desk, public, statements

app_name = "participation"
urlpatterns = [*public.urlpatterns, *desk.urlpatterns, *statements.urlpatterns]
