"""Who may use an endpoint at all; which things they see is decided by visible_to and permissions.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS, BasePermission

if TYPE_CHECKING:  # rest_framework.views reads the default permission, this file, while it is loading
    from rest_framework.request import Request
    from rest_framework.views import APIView


class Closed(BasePermission):
    """The default: nobody. An endpoint says openly whom it serves."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Refuse."""
        return False


class Public(BasePermission):
    """Everybody, residents without an account too."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Allow."""
        return True


class Staff(BasePermission):
    """People with an account; a token with scope "read" may not write."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Allow signed-in people, and writing only by session or by a token that may."""
        if not request.user.is_authenticated:
            return False
        scope = getattr(request.auth, "scope", "write")
        return request.method in SAFE_METHODS or scope == "write"
