"""Flags of many results, put to people one at a time, and what became of them.

START in ``queue.py``: a ``Queue`` holds a card for every flag of the results that were put in, with
its state. ``ledger`` keeps up with the decisions of the register, ``answers`` turns what a steward
says of a card into decisions, ``bulk`` does so for many cards, ``undoing`` takes steps back and
``trail`` tells who did what. The states of flags are worked out from the decisions and can be
worked out again; only what people said is never changed.
"""
