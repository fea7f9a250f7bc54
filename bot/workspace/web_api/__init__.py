"""Slack's Web API, as far as the workspace speaks it: one module for each family of methods."""
