"""What the index keeps in its SQL database: the manifest, the passages, their search terms, and who may write."""
