"""The translation jobs of the desk: texts and files that people bring, and what becomes of them.

START in ``jobs.py``: a job is a folder. ``worker`` translates one job after the other in the
background, ``edits`` and ``editing`` keep what people write over a translation, ``showing`` lays
a job out for the page, ``downloads`` makes the files to take away.
"""
