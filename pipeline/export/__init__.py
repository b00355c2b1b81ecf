"""One writer for each form in which a result leaves the pipeline."""
