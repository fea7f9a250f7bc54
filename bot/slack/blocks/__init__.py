"""From the domain to Block Kit. Pure functions; every text that comes from outside passes `bot.slack.markup`."""
