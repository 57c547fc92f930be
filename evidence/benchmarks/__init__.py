"""Measures how fast and how large HarassGuard runs, on cases and files made up for that."""
