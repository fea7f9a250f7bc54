"""What people do with the app: commands, clicks, shortcuts, submitted modals; and what the app answers to them."""
