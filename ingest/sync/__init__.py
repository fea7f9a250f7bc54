"""Keeping the index equal to the folder: what changed, in which order it is written, and when that happens."""
