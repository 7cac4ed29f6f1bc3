"""The demo process of a fictional town: residents' words under data/, loaded through the real actions."""
