"""Answers a language model writes: the request, the stream, its sentences and the quotes they rest on."""
