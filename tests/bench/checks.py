"""How often the checks mark a good translation, and how many planted faults they find.

    python -m tests.bench.checks nb.txt en.txt fr.txt [--every 3 --first 2]

The three files are aligned by line: Norwegian, and human translations. Names are found by the
project's own finder; no translator is needed. ``--every 3 --first 2`` takes lines 3, 6, 9, ...:
nobody looked at those while the rules for names were made.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.assets import find_model
from pipeline.build import NAMES_MODEL, folder_of_names
from pipeline.flow import merge_mentions
from pipeline.records import Article, Part, PartKind, Span
from pipeline.stages.captions import read_people
from pipeline.stages.language import load_language_detector
from pipeline.stages.names import load_name_finder
from pipeline.stages.repeats import add_repeats
from pipeline.stages.translate import load_translator
from pipeline.translation.checks import Context, check_segment
from pipeline.translation.drafts import make_draft
from pipeline.translation.engine import Engines
from pipeline.translation.keepnames import find_form, find_kept
from pipeline.translation.leftover import load_leftovers
from pipeline.translation.lexicon import LEXICON_FILE, load_lexicons
from pipeline.translation.mending import mend
from pipeline.translation.segments import Facts, Piece
from pipeline.translation.structure import Atom

MODELS = Path("models")
#: a word with fewer letters is not exchanged for a Norwegian one
SHORT = 4


@dataclass(frozen=True)
class Pair:
    """A sentence, a good translation of it, what is known about it, and the other translation."""

    source: str
    target: str
    other: str
    context: Context


def read_pairs(files: Sequence[Path], every: int = 1, first: int = 0) -> dict[str, list[Pair]]:
    """Return the pairs of each target language."""
    finder = load_name_finder(find_model(MODELS, folder_of_names(NAMES_MODEL))[0])
    detect = load_language_detector(find_model(MODELS, "language")[0]).detect_text
    lexicons = load_lexicons(find_model(MODELS, "translator")[0] / LEXICON_FILE)
    cutter = load_translator(Engines({}), finder.sentences).cutter
    cutter = replace(cutter, leftovers=load_leftovers(lexicons))
    nb, en, fr = (file.read_text(encoding="utf-8").splitlines()[first::every] for file in files)
    pairs: dict[str, list[Pair]] = {"en": [], "fr": []}
    for number, (source, *targets) in enumerate(zip(nb, en, fr, strict=True)):
        part = Part(name="p", kind=PartKind.PARAGRAPH, text=source)
        article = Article(id=str(number), parts=(part,))
        found = finder.find_names(article)
        reading = read_people(article, found)
        mentions = add_repeats(article, merge_mentions(article, found, reading))
        span = Span(part="p", start=0, end=len(source))
        for at, language in enumerate(pairs):
            whole = Piece(span, source, (Atom(0, len(source), None),))
            facts = Facts(mentions, reading, {}, language)
            find = finder.names_in_translation
            context = make_draft(whole, facts, cutter, detect, find).context
            pairs[language].append(Pair(source, targets[at], targets[1 - at], context))
    return pairs


def kinds(source: str, target: str, context: Context) -> set[str]:
    """Return the kinds of the checks that fail."""
    return {check.kind for check in check_segment(source, target, context)}


def spelt_otherwise(pair: Pair) -> bool:
    """Return whether each name that is not found stands there with some other letters."""
    wanted = pair.context.wanted
    kept = find_kept(pair.target, wanted)
    lost = [name for name, there in zip(wanted, kept, strict=True) if not there]
    return bool(lost) and all(mend(pair.target, [name]) != pair.target for name in lost)


def told_alarms(pairs: Sequence[Pair]) -> str:
    """Return the share of good translations that each check marks.

    "name spelt otherwise" are names that the two sides spell in two ways: there the check is right.
    """
    counts: Counter[str] = Counter()
    for pair in pairs:
        found = kinds(pair.source, pair.target, pair.context)
        counts.update(found)
        counts["any"] += bool(found)
        counts["any but names"] += bool(found - {"name"})
        counts["name spelt otherwise"] += "name" in found and spelt_otherwise(pair)
    return "  ".join(f"{kind} {count / len(pairs):.1%}" for kind, count in counts.most_common())


def drop_number(pair: Pair) -> str | None:
    """Leave a number out."""
    found = re.search(r"\s\d[\d.,]*\d(?=\s)", pair.target)
    return found and pair.target[: found.start()] + pair.target[found.end() :]


def change_digit(pair: Pair) -> str | None:
    """Change the first digit of a number."""
    found = re.search(r"(?<![\w.,])\d(?=\d)", pair.target)
    if not found:
        return None
    digit = str(int(found.group()) % 9 + 1)
    return pair.target[: found.start()] + digit + pair.target[found.end() :]


def names_once(pair: Pair) -> Iterator[tuple[int, int]]:
    """Yield the places in the target of names that are there once, as they are in the source."""
    for name in pair.context.wanted:
        place = find_form(pair.target, name.forms, ())
        if not place:
            continue
        word = pair.target[slice(*place)]
        same = [other for other in pair.context.wanted if other.forms == name.forms]
        if len(same) == 1 and pair.target.count(word) == 1:
            yield place


def put(pair: Pair, place: tuple[int, int], words: str) -> str:
    """Return the target with other words at a place."""
    return pair.target[: place[0]] + words + pair.target[place[1] :]


def bend_name(pair: Pair) -> str | None:
    """Exchange two letters inside the first long name."""
    for place in names_once(pair):
        word = pair.target[slice(*place)]
        at = next((n for n in range(1, len(word) - 1) if word[n] != word[n + 1]), None)
        if at and len(word) > 4 and word[1:].isalpha():
            return put(pair, place, word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return None


def change_letters(pair: Pair) -> str | None:
    """Put two other letters into the first long name."""
    for place in names_once(pair):
        word = pair.target[slice(*place)]
        if len(word) > 4 and word[1:4].isalpha():
            others = "".join("o" if letter in "aeiy" else "k" for letter in word[1:3])
            if others != word[1:3]:
                return put(pair, place, word[0] + others + word[3:])
    return None


def drop_name(pair: Pair) -> str | None:
    """Leave out the last name."""
    places = list(names_once(pair))
    return put(pair, places[-1], "").replace("  ", " ") if places else None


def say_pronoun(pair: Pair) -> str | None:
    """Put a pronoun in the place of the first name."""
    pronoun = "it" if pair.context.target == "en" else "cela"
    return next((put(pair, place, pronoun) for place in names_once(pair)), None)


def drop_negation(pair: Pair) -> str | None:
    """Leave out the only "not" of a target whose source denies once."""
    if len(re.findall(r"\b(?:ikke|aldri|ingen|ingenting)\b", pair.source, re.IGNORECASE)) != 1:
        return None
    if re.search(r"\b(?:ni|aucun)\b", pair.target, re.IGNORECASE):
        return None  # the target would still deny
    if pair.context.target == "en":
        pattern = r"n['’]t\b|\s(?:not|never)\b"
        found = re.findall(pattern, pair.target)
        return re.sub(pattern, "", pair.target) if len(found) == 1 else None
    pattern = r"\b(?:ne\s|n['’])((?:\w+['’]?\s?){1,2}?)\s?(?:pas|jamais|plus|aucune?)\b"
    found = re.findall(pattern, pair.target)
    return re.sub(pattern, r"\1", pair.target) if len(found) == 1 else None


def leave_word(pair: Pair) -> str | None:
    """Leave a word in Norwegian that the lexicon knows: English words stand in for what it means.

    In French the last word of some letters is exchanged: there no lexicon says which it would be.
    """
    known = pair.context.leftovers
    if known is None:
        return None
    for hint in known.norwegian.hints(pair.source):
        if not hint.word.islower() or len(hint.word) < SHORT or "-" in hint.word:
            continue
        if pair.context.target == "fr":
            found = re.search(r"\b[a-zéèêàç]{5,}(?=\.?$)", pair.target)
        else:
            words = "|".join(map(re.escape, hint.meaning.split("/")))
            found = re.search(rf"\b(?:{words})\b", pair.target)
        if found and hint.word not in pair.target:
            return pair.target[: found.start()] + hint.word + pair.target[found.end() :]
    return None


def cut_half(pair: Pair) -> str:
    """Keep the first half of the words."""
    words = pair.target.split()
    return " ".join(words[: len(words) // 2]) + "."


def drop_sentence(pair: Pair) -> str | None:
    """Leave out the last of several sentences."""
    found = re.search(r"^.*\w\w[.!?]\s(?=[A-ZÉÀL]\w*.{25,}$)", pair.target)
    return found and found.group().strip()


def loop(pair: Pair) -> str:
    """Say the last four words again and again."""
    return pair.target.rstrip(" .") + " " + " ".join(pair.target.split()[-4:] * 4)


def copy_source(pair: Pair) -> str:
    """Return the source."""
    return pair.source


def other_language(pair: Pair) -> str:
    """Return the translation into the other language."""
    return pair.other


def lose_bracket(pair: Pair) -> str | None:
    """Leave out the last bracket."""
    if "(" not in pair.source or ")" not in pair.target:
        return None
    at = pair.target.rindex(")")
    return pair.target[:at] + pair.target[at + 1 :]


def lose_quote(pair: Pair) -> str | None:
    """Leave out the last quotation mark."""
    if len(re.findall("[«»]", pair.source)) % 2 or "«" not in pair.source:
        return None
    marks = list(re.finditer('[«»“”"]', pair.target))
    if not marks or len(marks) % 2:
        return None
    return pair.target[: marks[-1].start()] + pair.target[marks[-1].end() :]


def change_day(pair: Pair) -> str | None:
    """Put another day or month in."""
    change = {
        "Monday": "Friday", "Tuesday": "Sunday", "Wednesday": "Monday", "Thursday": "Tuesday",
        "Friday": "Monday", "Saturday": "Thursday", "Sunday": "Tuesday", "July": "March",
        "August": "June", "September": "October", "October": "August", "December": "January",
        "lundi": "jeudi", "mardi": "samedi", "mercredi": "lundi", "jeudi": "mardi",
        "vendredi": "lundi", "samedi": "mardi", "dimanche": "jeudi", "juillet": "mars",
        "août": "juin", "septembre": "octobre", "octobre": "avril", "décembre": "janvier",
    }  # fmt: skip
    for word, wrong in change.items():
        if re.search(rf"\b{word}\b", pair.target) and wrong not in pair.target:
            return re.sub(rf"\b{word}\b", wrong, pair.target)
    return None


def change_people(pair: Pair) -> str | None:
    """Put another nationality in, which is none of the sentence."""
    for word, wrong in (
        ("American", "Norwegian"), ("British", "Danish"), ("German", "Dutch"), ("French", "Czech"),
        ("Italian", "Russian"), ("Greek", "Turkish"), ("Spanish", "Welsh"), ("Japanese", "Chinese"),
        ("Indian", "Polish"), ("English", "Swedish"), ("African", "Asian"), ("Russian", "Italian"),
        ("américain", "norvégien"), ("britannique", "danois"), ("allemand", "néerlandais"),
        ("français", "finlandais"), ("italien", "russe"), ("grec", "turc"), ("espagnol", "gallois"),
        ("japonais", "chinois"), ("indien", "polonais"), ("africain", "asiatique"),
    ):  # fmt: skip
        if len(re.findall(rf"\b{word}\b", pair.target)) == 1 and wrong[:4] not in pair.target:
            return re.sub(rf"\b{word}\b", wrong, pair.target)
    return None


def change_unit(pair: Pair) -> str | None:
    """Put another unit or amount in."""
    for word, wrong, norwegian in (
        (r"k(?:ilometer|ilometre|m)s?\b", "miles", "km|kilometer"),
        (r"kilomètres?", "milles", "km|kilometer"),
        (r"millions?\b", "billion", "million"),
        (r"billion\b", "million", "milliard"),
        (r"milliards?", "millions", "milliard"),
        (r"per ?cent|%", "points", "prosent|%"),
        (r"pour cent", "points", "prosent|%"),
        (r"(?<!o)met(?:er|re)s?\b|(?<!o)mètres?", "feet", "meter|m"),
        (r"kg\b", "lb", "kg|kilo"),
        (r"hours\b", "days", "timer|timene"),
        (r"heures\b", "jours", "timer|timene"),
        (r"minutes?\b", "days", "minutt(?:er|ene)?"),
    ):
        counted = re.search(rf"\d[\s\u00a0]?(?:{norwegian})(?!\w)", pair.source)
        pattern = rf"(?<=\d)(?:\s|\u00a0|\u202f)?{word}"
        if counted and len(re.findall(word, pair.target)) == 1:
            return re.sub(pattern, f" {wrong}", pair.target)
    return None


def lose_address(pair: Pair) -> str:
    """Bend the address of a sentence that ends with one."""
    return f"{pair.target} Mail: post@eksempel.n, https://eksempel.no/en"


#: a fault, and the checks that are there to find it
FAULTS: tuple[tuple[Callable[[Pair], str | None], frozenset[str]], ...] = (
    (drop_number, frozenset({"number"})),
    (change_digit, frozenset({"number", "invented_number"})),
    (change_day, frozenset({"number", "invented_number"})),
    (change_unit, frozenset({"unit"})),
    (change_people, frozenset({"nationality"})),
    (bend_name, frozenset({"name"})),
    (change_letters, frozenset({"name"})),
    (drop_name, frozenset({"name"})),
    (say_pronoun, frozenset({"name"})),
    (drop_negation, frozenset({"negation"})),
    (cut_half, frozenset({"length", "missing"})),
    (drop_sentence, frozenset({"length", "missing"})),
    (loop, frozenset({"repetition"})),
    (leave_word, frozenset({"word", "untranslated"})),
    (copy_source, frozenset({"untranslated", "language"})),
    (other_language, frozenset({"language", "untranslated"})),
    (lose_bracket, frozenset({"brackets"})),
    (lose_quote, frozenset({"quotes"})),
    (lose_address, frozenset({"url", "email"})),
)


def told_faults(pairs: Sequence[Pair]) -> Iterator[str]:
    """Yield for each fault how often it was planted, found as what it is, and marked at all.

    A pair counts only where the check that is to find the fault was quiet before.
    """
    for fault, wanted in FAULTS:
        planted = found = marked = 0
        for pair in pairs:
            bad = fault(pair)
            source = pair.source
            if fault is lose_address:
                source += " Post: post@eksempel.no, https://eksempel.no/nb"
            before = kinds(pair.source, pair.target, pair.context)
            if not bad or bad == pair.target or before & wanted:
                continue
            after = kinds(source, bad, replace(pair.context))
            planted += 1
            found += bool(after & wanted)
            marked += bool(after)
        share = f"{found / planted:6.1%} {marked / planted:6.1%}" if planted else "     -      -"
        yield f"{fault.__name__:<16} {planted:>5} {share}"


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.checks")
    parser.add_argument("files", nargs=3, type=Path, help="nb, en, fr")
    parser.add_argument("--every", type=int, default=1, help="take every so-manyth line")
    parser.add_argument("--first", type=int, default=0, help="the first line to take, from 0")
    options = parser.parse_args(arguments)
    for language, pairs in read_pairs(options.files, options.every, options.first).items():
        print(f"{language}: {len(pairs)} good translations; marked are")  # noqa: T201
        print(f"  {told_alarms(pairs)}")  # noqa: T201
        print("  fault planted    often  found  marked at all")  # noqa: T201
        for line in told_faults(pairs):
            print(f"  {line}", flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
