"""Background work: load by reference, call one action."""
