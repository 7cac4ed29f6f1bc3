"""Upper floor: surveys, their questionnaires, responses and results."""
