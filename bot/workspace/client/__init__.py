"""A person's client: what the page asks, and what it is told."""
