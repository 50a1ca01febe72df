"""Agree on success metrics, and note what was seen of them."""
