"""What the folder holds on a question: what is asked, which sentences meet it, and whether that is enough."""
