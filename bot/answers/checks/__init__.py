"""What a sentence claims must stand in what it cites, whoever wrote it."""
