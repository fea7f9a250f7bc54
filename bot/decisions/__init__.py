"""Deciding: facts, frameworks, a panel of them, the session in which people answer, and the record it ends in.

Pure: no Slack, no database, no model, no clock, no files. What happens comes in as values, what should happen goes out.
"""
