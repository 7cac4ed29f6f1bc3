"""What this app plugs into extension points."""


def register() -> None:
    """Plug everything in; called once when Django is ready."""
