"""Ground floor: people, places, processes, contributions of residents, receipts, the outbox, summaries."""
