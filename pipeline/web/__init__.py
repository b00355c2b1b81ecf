"""The desk: a local web page where staff translate and stewards decide (``samsvar serve``).

START in ``app.py``: it puts the pages together. One module a page (``translating``, ``reviewing``,
``registering``, ``running``), each with its ``routes``; what a page does is done below it, in
``pipeline.desk``, ``pipeline.review`` and ``pipeline.authority``. ``pages`` renders templates,
``words`` holds the interface in three languages, ``security`` says who may do what.

Pages are rendered here and work without JavaScript; ``static/`` holds small modules on top, and
nothing comes from another server.
"""
