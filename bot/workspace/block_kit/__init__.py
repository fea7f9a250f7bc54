"""Slack's rules for Block Kit: what it accepts, and how it names what it does not."""
