"""What Norwegian names and words look like: pure functions over strings, and their tables."""
