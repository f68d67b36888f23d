"""resift reruns the search behind a systematic review and reports what really happened to every record."""

__version__ = "0.1.0"
