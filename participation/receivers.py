"""When this happens, promise that: each receiver writes a job row and does nothing else."""


def connect() -> None:
    """Connect the receivers; called once when Django is ready."""
