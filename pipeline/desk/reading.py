"""The text or file of a job, read: what is pasted is a text whatever it looks like."""

from __future__ import annotations

from pipeline.desk.job import Job
from pipeline.documents.encoding import decode
from pipeline.documents.text import parse_text
from pipeline.documents.whole import Opened, open_whole


def read_upload(job: Job, data: bytes) -> Opened:
    """Return the article of a job, and its document where that can be written again.

    Raises:
        ArticleError: it cannot be read.
    """
    if not job.pasted:
        return open_whole(data, article_id=job.id, source=job.name)
    text, notes = decode(data, job.name)
    return Opened(parse_text(text, article_id=job.id, source=job.name, notes=notes))
