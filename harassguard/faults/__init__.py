"""Killing the program at random moments, again and again, and looking at what is left."""
