"""Files in: each module reads one format into an ``Article``."""
