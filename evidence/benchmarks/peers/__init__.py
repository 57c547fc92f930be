"""What ordinary tools take for the same: scripts as anyone would write them, one tool each."""
