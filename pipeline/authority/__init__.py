"""The register of names and the decisions of people: what steers every later run."""
