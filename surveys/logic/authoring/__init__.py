"""Building a questionnaire step by step: a working document that may be unfinished, and the edits made to it."""
