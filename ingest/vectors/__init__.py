"""The dense half: embedders, and the Chroma collections that hold their vectors."""
