"""The questionnaire: a typed, versioned document with its conditions, its question types and its validation."""
