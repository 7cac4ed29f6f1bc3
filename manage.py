#!/usr/bin/env python
"""The command line of an installation; nothing else."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.command_line import CommandLine

    CommandLine(sys.argv).execute()
