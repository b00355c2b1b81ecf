"""Invented Norwegian press articles of any number, to try a program on whole archives.

    python -m corpus.generate --articles 100000 --seed 7 --out archive.jsonl.gz

One number decides everything: article 17 of seed 7 is the same in an archive of any format. The
people are invented, the organisations real. Beside the archive a gold file says who is in each
article and which errors were put in. Start in ``articles.py``; phrases and names are TOML files.
"""
