"""Ready-made surveys for a municipality, and the locks by which a town keeps its questions comparable."""
