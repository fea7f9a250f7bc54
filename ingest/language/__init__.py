"""Text to search terms, the same way for passages and questions."""
