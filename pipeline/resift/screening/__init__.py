"""Screening: criteria, the queue, and a session without any terminal in it."""
