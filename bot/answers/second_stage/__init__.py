"""What a model may add to searching, when the team wants to pay for it: contexts at ingest, and another order."""
