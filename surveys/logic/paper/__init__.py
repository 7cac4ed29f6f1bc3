"""Questionnaires on paper: fields with letters, what a clerk types, codes of sheets, ticks of scans."""
