"""The local workspace: a Slack-compatible server on loopback with a page for people. Knows nothing of the bot.

Begin at `server.WorkspaceServer`. The rooms: `config` and `manifest` (what it is made of), `state` and its neighbours
(people, channels, messages, views, sessions, streams), `web_api` (what the app asks), `delivery` and its two transports
(what the app is told), `interactions` (commands, clicks, modals), `client` (the page's side), `control` (for tests).
"""
