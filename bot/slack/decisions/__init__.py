"""Decisions in Slack: the desk that moves them, the wall that shows them, and the words people use."""
