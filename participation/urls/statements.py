"""Statements that the law asks for, and the style guide of staff."""

from django.urls import path

from participation.views import statements

urlpatterns = [
    path("accessibility/", statements.accessibility, name="accessibility"),
    path("privacy/", statements.privacy, name="privacy"),
    path("desk/styleguide/", statements.styleguide, name="styleguide"),
]
