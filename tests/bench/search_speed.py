"""How fast and how surely a register of a million names is searched, in processor time.

    python -m tests.bench.search_speed [--names 1000000] [--queries 400]

The names are made up, with a seed, of the package's own tables: given names by classes of how
common they are, surnames of the table and as many compound farm names made of two parts. A query
is a name of the register spelt in another way of ``spelling.toml`` or with a slip of the keyboard.
"""

from __future__ import annotations

import argparse
import random
import resource
import tempfile
import time
from pathlib import Path

import numpy as np

from pipeline.authority.search import NameIndex
from pipeline.text import tables
from pipeline.text.rarity import usual_rarity

# fmt: off
_FIRST = (
    "Ås", "Berg", "Bjørn", "Brat", "Eik", "Fjell", "Furu", "Gran", "Grøn", "Haug", "Heg", "Hest",
    "Hol", "Ko", "Lang", "Lid", "Lind", "Ljos", "Lund", "Mos", "Myr", "Nord", "Rog", "Rønn",
    "Sand", "Sel", "Skog", "Sol", "Stein", "Stor", "Sund", "Sør", "Tor", "Ulv", "Vest", "Vinter",
    "Østre",
)
_SECOND = (
    "berg", "dal", "gård", "haug", "heim", "land", "li", "lund", "mo", "myr", "nes", "rud", "set",
    "stad", "sund", "tveit", "vik", "vold", "våg", "ås", "øy", "bakken", "engen", "hagen", "moen",
    "skogen", "stuen",
)
# fmt: on
_WAYS = (
    ("å", "aa"),
    ("aa", "å"),
    ("ø", "oe"),
    ("ø", "ö"),
    ("æ", "ae"),
    ("k", "ch"),
    ("kk", "ck"),
    ("f", "ph"),
    ("t", "th"),
    ("th", "t"),
    ("v", "w"),
    ("ks", "x"),
    ("s", "z"),
    ("ei", "ej"),
    ("ld", "ll"),
    ("nd", "nn"),
    ("hv", "v"),
    ("gj", "j"),
    ("hj", "j"),
    ("sen", "son"),
    ("stad", "sta"),
    ("c", "k"),
    ("x", "ks"),
    ("w", "v"),
    ("ø", "o"),
    ("å", "a"),
    ("vik", "vig"),
    ("ss", "s"),
)  # fmt: skip


def made_up_names(count: int, seed: int) -> list[str]:
    """Return ``count`` different names."""
    chance = random.Random(seed)  # noqa: S311
    rarity = usual_rarity()
    given = sorted(name.title() for name in tables.given_names())
    farms = sorted({a + b for a in _FIRST for b in _SECOND})
    surnames = sorted(name.title() for name in tables.surnames()) + farms
    weights = [rarity.share(n, surname=False) ** 0.7 for n in given]
    weights_s = [rarity.share(n, surname=True) ** 0.7 for n in surnames]
    names: set[str] = set()
    while len(names) < count:
        g = chance.choices(given, weights, k=20000)
        m = chance.choices([*given, *surnames], [*weights, *weights_s], k=20000)
        s = chance.choices(surnames, weights_s, k=20000)
        for a, b, c in zip(g, m, s, strict=True):
            names.add(f"{a} {b} {c}" if chance.random() < 0.5 else f"{a} {c}")
    return sorted(chance.sample(sorted(names), count))


def respelt(name: str, chance: random.Random) -> str:
    """Return a name spelt in another way in one or two places, itself where there is none."""
    for old, new in chance.sample(_WAYS, len(_WAYS)):
        if old in name:
            return name.replace(old, new, 1)
    return name


def with_slip(name: str, chance: random.Random) -> str:
    """Return a name with two letters swapped, one dropped, doubled or changed."""
    at = chance.choice([n for n in range(1, len(name) - 1) if name[n].isalpha()])
    kind = chance.randrange(4)
    if kind == 0 and name[at + 1].isalpha():
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    if kind == 1:
        return name[:at] + name[at + 1 :]
    if kind == 2:
        return name[:at] + name[at] + name[at:]
    return name[:at] + chance.choice("aeionrstl") + name[at + 1 :]


def main() -> None:
    """Build, save, load and search; print times, memory and recall."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=400)
    arguments = parser.parse_args()
    names = made_up_names(arguments.names, seed=1)
    begun = time.process_time()
    index = NameIndex.build((f"p{n}", name) for n, name in enumerate(names))
    print(f"built {len(index)} names in {time.process_time() - begun:.1f} s")  # noqa: T201
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.2f} GB")  # noqa: T201
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "names.index"
        index.save(path)
        begun = time.process_time()
        index = NameIndex.load(path)
        opened = time.process_time() - begun
        print(f"file {path.stat().st_size / 1e6:.0f} MB, opened in {opened:.4f} s")  # noqa: T201
        for change in (respelt, with_slip):
            chance = random.Random(2)  # noqa: S311
            times, first, five, asked = [], 0, 0, 0
            for name in chance.sample(names, arguments.queries):
                query = change(name, chance)
                if query == name:
                    continue
                begun = time.process_time()
                hits = index.search(query, 5)
                times.append(time.process_time() - begun)
                found = [hit.name for hit in hits]
                asked += 1
                first += found[:1] == [name]
                five += name in found
            middle, slow = (np.quantile(times, q) * 1e3 for q in (0.5, 0.99))
            print(  # noqa: T201
                f"{change.__name__}: {asked} queries, first {first / asked:.3f}, "
                f"in five {five / asked:.3f}, median {middle:.1f} ms, p99 {slow:.1f} ms"
            )


if __name__ == "__main__":
    main()
