"""Load and size measurements for `make bench`."""
