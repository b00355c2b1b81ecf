"""samsvar: an offline pipeline for Norwegian press text.

Start reading in :mod:`pipeline.flow`, the life of one article; the words it uses are defined in
:mod:`pipeline.records`.
"""

__version__ = "0.1.0"
