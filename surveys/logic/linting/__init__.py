"""Looking over a questionnaire before residents see it: every branch, every text, every setting."""
