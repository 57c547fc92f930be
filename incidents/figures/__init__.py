"""Figures: what they show, how they are drawn, and where drawings are kept."""
