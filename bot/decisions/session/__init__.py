"""The session: people answer questions together. Events are what they did; the state is a fold over them."""
