"""Time stamps (RFC 3161): asking for them, reading them, and checking them."""
