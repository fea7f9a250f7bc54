"""What Slack sends, one module for each kind. A listener reads the payload, acknowledges, and hands over."""
