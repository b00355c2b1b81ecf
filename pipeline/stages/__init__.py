"""The five steps of an article's life; each takes values and returns values."""
