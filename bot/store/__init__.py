"""What the bot remembers: claims, answers, feedback. SQLite by default, PostgreSQL by URL."""
