"""A user's glossary: how terms are to be translated, and what they must never become."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline.records import Check
from pipeline.translation.inflection import Inflected, norwegian_forms, plural
from pipeline.translation.roles import Roles
from pipeline.translation.tables import COLUMNS, fold


@dataclass(frozen=True)
class Term:
    """A term: Norwegian forms, targets by language (best first), and words it must not become."""

    source: tuple[str, ...]
    targets: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True)
class Use:
    """A term at [start, end) of a sentence, in one of its forms."""

    start: int
    end: int
    term: Term
    form: Inflected


@dataclass(frozen=True)
class Glossary:
    """The terms of a user; an empty glossary asks for nothing."""

    terms: tuple[Term, ...] = ()

    def find(self, sentence: str) -> tuple[Use, ...]:
        """Return the terms of a sentence in any inflection, left to right; the longest first.

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}),))
        >>> [(use.start, use.form.plural) for use in one.find("Begge rektorene og rektors bil")]
        [(6, True), (19, False)]
        """
        if not self.terms:
            return ()
        found = []
        for match in self._pattern.finditer(sentence):
            term, form = self._by_form[fold(match.group(1))]
            found.append(Use(match.start(1), match.end(1), term, form))
        return tuple(found)

    def edits(self, sentence: str, target: str) -> list[tuple[int, int, str]]:
        """Return what to put in the place of each term: engines copy words of the target.

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}),))
        >>> one.edits("Vi møtte rektorene", "en")
        [(9, 18, 'the principals')]
        """
        edits = []
        for use in self.find(sentence):
            said = use.term.targets.get(target, ())
            if said:
                words = plural(said[0], target) if use.form.plural else said[0]
                article = target == "en" and use.form.definite
                named = re.match(r"\s+[A-ZÆØÅ]", sentence[use.end :])
                pointed = re.search(r"\b(?:den|det|de|dei)\s$", sentence[: use.start], re.I)
                edits.append(
                    (
                        use.start,
                        use.end,
                        f"the {words}" if article and not named and not pointed else words,
                    )
                )
        return edits

    def check(self, source: str, target: str, language: str) -> tuple[Check, ...]:
        """Return a check for each term that is not translated as it is to be.

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}, {"en": ("rector",)}),))
        >>> [check.detail for check in one.check("Rektor kom", "The rector came", "en")]
        ['"rektor" is to be "principal"', '"rector" is a forbidden term']
        """
        found = []
        for use in self.find(source):
            good = use.term.targets.get(language, ())
            if good and not any(_stands(form, target, language) for form in good):
                found.append(
                    Check(kind="term", detail=f'"{use.term.source[0]}" is to be "{good[0]}"')
                )
            for word in use.term.forbidden.get(language, ()):
                if _stands(word, target, language):
                    found.append(Check(kind="term", detail=f'"{word}" is a forbidden term'))
        return tuple(dict.fromkeys(found))

    def over(self, roles: Roles) -> Roles:
        """Return the glossary of titles of the package with these terms in front of it.

        >>> from pipeline.translation.roles import load_roles
        >>> mine = Glossary((Term(("rektor",), {"en": ("principal",)}),))
        >>> mine.over(load_roles()).translate("rektoren", "en")
        'principal'
        """
        titles = dict(roles.titles)
        for term in self.terms:
            for form in term.source:
                known = titles.get(fold(form), (form, "", "", ""))
                row = list(known)
                for language, column in COLUMNS.items():
                    said = term.targets.get(language)
                    if said:
                        row[column] = said[0]
                        row[3] = "" if language == "fr" else row[3]
                if all(row[1:3]):
                    titles[fold(form)] = tuple(row)
        return replace(roles, titles=titles)

    @cached_property
    def _by_form(self) -> Mapping[str, tuple[Term, Inflected]]:
        found: dict[str, tuple[Term, Inflected]] = {}
        for term in self.terms:
            for base in term.source:
                for form in norwegian_forms(base):
                    found.setdefault(form.text, (term, form))
        for term in self.terms:  # a form as it is written outranks an inflection of another term
            for base in term.source:
                plain = Inflected(fold(base), definite=False, plural=False)
                found[fold(base)] = (term, plain)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        forms = sorted(self._by_form, key=len, reverse=True)
        choices = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
        return re.compile(rf"(?<![\w-])({choices})(?:s|['’]s?)?(?![\w-])", re.IGNORECASE)


def _stands(term: str, text: str, language: str) -> bool:
    """Return whether a term stands in a text, singular or plural."""
    forms = "|".join(re.escape(form) for form in (term, plural(term, language)))
    return re.search(rf"(?<!\w)(?:{forms})(?!\w)", text, re.IGNORECASE) is not None


def joined(first: Glossary, second: Glossary) -> Glossary:
    """Return both glossaries as one; where both have a term, the first counts."""
    mine = {fold(form) for term in first.terms for form in term.source}
    rest = [term for term in second.terms if not mine & set(map(fold, term.source))]
    return Glossary((*first.terms, *rest))
