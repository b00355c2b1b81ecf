"""A user's glossary: how terms are to be translated, and what they must never become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from pipeline.records import Check, EntityKind
from pipeline.translation.inflection import Inflected, inflected, norwegian_forms, plural
from pipeline.translation.roles import Roles
from pipeline.translation.tables import COLUMNS, fold
from pipeline.translation.wording import replaced, stands, without

Forms = Mapping[str, tuple[str, ...]]
_Official = Callable[[str, EntityKind, str], tuple[str, ...]]

#: where a term may begin: a word, or a sign that is none
_START = re.compile(r"(?<![\w-])(?:\w+|[^\w\s])")
#: what becomes of "direktør", the title that stands in for those that engines do not know
_STAND_INS: Mapping[str, str] = {"en": "director", "fr": "directeur"}
#: other titles that may become the same
_LEADERS = re.compile(r"direktør|leder|leiar|sjef|styrer|styrar|bestyr", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """A term: Norwegian forms, targets by language (best first), and words it must not become.

    ``usual`` are words that a model may well choose in their place: what our tables say.
    """

    source: tuple[str, ...]
    targets: Forms
    forbidden: Forms = field(default_factory=dict)
    note: str = ""
    usual: Forms = field(default_factory=dict)


@dataclass(frozen=True)
class Use:
    """A term at [start, end) of a sentence, in one of its forms, perhaps with a genitive -s."""

    start: int
    end: int
    term: Term
    form: Inflected
    genitive: bool = False


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
        found: list[Use] = []
        for word in _START.finditer(sentence):
            if found and word.start() < found[-1].end:
                continue
            first = fold(word.group())
            forms = [
                *self._by_start.get(first, ()),
                *self._by_start.get(first.removesuffix("s"), ()),
            ]
            for form in sorted(forms, key=len, reverse=True):
                match = _pattern(form).match(sentence, word.start())
                if match:
                    term, said = self._by_form[form]
                    place = match.span()
                    found.append(Use(*place, term, said, bool(match.group(1))))
                    break
        return tuple(found)

    def has(self, words: str) -> bool:
        """Return whether the words are a term, in any form, and nothing more.

        >>> Glossary((Term(("leder",), {}),)).has("lederen"), Glossary().has("leder")
        (True, False)
        """
        return any((use.start, use.end) == (0, len(words)) for use in self.find(words))

    def edits(self, sentence: str, target: str) -> list[tuple[int, int, str]]:
        """Return what to put in the place of each term: engines copy words of the target.

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}),))
        >>> one.edits("Vi møtte rektorene", "en"), one.edits("Her er rektors bil", "en")
        ([(9, 18, 'the principals')], [(7, 14, "the principal's")])
        """
        return [
            (use.start, use.end, _words(said[0], use, sentence, target))
            for use in self.find(sentence)
            if (said := use.term.targets.get(target, ()))
        ]

    def check(self, source: str, target: str, language: str) -> tuple[Check, ...]:
        """Return a check for each term that is not translated as it is to be.

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}, {"en": ("rector",)}),))
        >>> [check.detail for check in one.check("Rektor kom", "The rector came", "en")]
        ['"rektor" is to be "principal"', '"rector" is a forbidden term']
        """
        found = []
        for use in self.find(source):
            good = use.term.targets.get(language, ())
            if good and not any(stands(form, target, language) for form in good):
                found.append(
                    Check(kind="term", detail=f'"{use.term.source[0]}" is to be "{good[0]}"')
                )
            rest = without(target, (*good, *(plural(form, language) for form in good)))
            for word in use.term.forbidden.get(language, ()):
                if stands(word, rest, language):
                    found.append(Check(kind="term", detail=f'"{word}" is a forbidden term'))
        return tuple(dict.fromkeys(found))

    def mend(
        self, source: str, text: str, target: str, taken: Sequence[tuple[int, int]] = ()
    ) -> str:
        """Return a translation whose terms are put right, where the wrong words are known.

        These are forbidden words, other words that would do where the best is wanted all through
        a document, and what our tables have. In French only what needs no other article is put
        right: the rest is left to the check.

        Args:
            source: the sentence.
            text: its translation.
            target: the language of that.
            taken: half-open ranges of the translation that stay (its names).

        >>> one = Glossary((Term(("rektor",), {"en": ("principal",)}, {"en": ("rector",)}),))
        >>> one.mend("Rektorene og en rektor kom", "The rectors and a rector came", "en")
        'The principals and a principal came'
        """
        for term in _once(use.term for use in self.find(source)):
            best, *others = term.targets.get(target, ("",))
            if not best:
                continue
            usual = term.usual.get(target, ())
            if any(stands(form, text, target) for form in (best, *others)):
                usual = ()
            if _LEADERS.search(source):
                usual = tuple(word for word in usual if word != _STAND_INS[target])
            wrong = [*term.forbidden.get(target, ()), *others, *usual]
            for word in sorted(wrong, key=len, reverse=True):
                text, taken = replaced(text, (word, best), target, taken, masculine=word in usual)
        return text

    def stand_ins(self, sentence: str, target: str) -> list[tuple[int, int, str]]:
        """Return a title that engines know in the place of each title that they may not know.

        What they make of it is put right afterwards (``mend``).

        >>> from pipeline.translation.roles import load_roles
        >>> one = Glossary((Term(("rektor",), {"fr": ("proviseur",)}),)).beside(load_roles())
        >>> one.stand_ins("Vi så rektorenes hus", "fr")
        [(6, 16, 'direktørenes')]
        """
        return [
            (use.start, use.end, _director(use))
            for use in self.find(sentence)
            if _STAND_INS.get(target) in use.term.usual.get(target, ())
        ]

    def within(self, sentence: str, target: str) -> Glossary:
        """Return what the glossary says about one sentence in one language, and nothing else.

        It finds, puts in and checks there what the whole glossary does. Where it is the same, the
        translation of the sentence need not be made again.

        >>> two = Glossary((Term(("rektor",), {"en": ("principal",)}), Term(("hage",), {})))
        >>> len(two.within("Rektor kom", "en").terms), len(two.within("Rektor kom", "fr").terms)
        (1, 0)
        """
        terms = _once(_only(use.term, target) for use in self.find(sentence))
        return Glossary(tuple(term for term in terms if term.targets or term.forbidden))

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
                row = list(titles.get(fold(form), (form, "", "", "")))
                for language, column in COLUMNS.items():
                    said = term.targets.get(language)
                    if said:
                        row[column] = said[0]
                        row[3] = "" if language == "fr" else row[3]
                titles[fold(form)] = tuple(row)
        return replace(roles, titles=titles)

    def beside(self, roles: Roles) -> Glossary:
        """Return the glossary with what the package's titles say, so that it can be put right."""
        terms = []
        for term in self.terms:
            usual = {target: _usual(term, roles, target) for target in term.targets}
            terms.append(replace(term, usual={t: words for t, words in usual.items() if words}))
        return Glossary(tuple(terms))

    def official(self, otherwise: _Official) -> _Official:
        """Return what a name is called: a term that is the whole name goes before all else.

        >>> nav = Glossary((Term(("Nav",), {"en": ("the Welfare Administration",)}),))
        >>> nav.official(lambda *_: ())("NAV", EntityKind.ORGANISATION, "en")
        ('the Welfare Administration',)
        """
        by_name = {fold(form): term for term in self.terms for form in term.source}

        def forms(name: str, kind: EntityKind, target: str) -> tuple[str, ...]:
            term = by_name.get(fold(name)) if kind is not EntityKind.PERSON else None
            return (term and term.targets.get(target, ())) or otherwise(name, kind, target)

        return forms if by_name else otherwise

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
    def _by_start(self) -> Mapping[str, list[str]]:
        """The forms by the word that they begin with: a glossary may have thousands of terms."""
        found: dict[str, list[str]] = {}
        for form in self._by_form:
            start = _START.match(form)
            found.setdefault(start.group() if start else form, []).append(form)
        return found


@lru_cache(maxsize=10_000)
def _pattern(form: str) -> re.Pattern[str]:
    """Return a pattern for a form with or without a genitive -s, where a word begins."""
    words = r"\s+".join(map(re.escape, form.split(" ")))
    return re.compile(rf"{words}(s['’]?|['’]s?)?(?![\w-])", re.IGNORECASE)


def _words(said: str, use: Use, sentence: str, target: str) -> str:
    """Return the words of a target in the number, definiteness and case of the source."""
    around = sentence[: use.start], sentence[use.end :]
    return inflected(said, use.form, around, target, genitive=use.genitive)


def _only(term: Term, target: str) -> Term:
    """Return a term with what counts for one language."""

    def said(forms: Forms) -> Forms:
        return {target: forms[target]} if target in forms else {}

    return Term(term.source, said(term.targets), said(term.forbidden), usual=said(term.usual))


def _usual(term: Term, roles: Roles, target: str) -> tuple[str, ...]:
    """Return what the tables call a term in a language, and what its stand-in becomes there.

    In French that is the masculine or common form. Only a title that the tables know has any.
    """
    found = [roles.translate(fold(form), target) for form in term.source]
    said = [words for words in dict.fromkeys(found) if words]
    said += [_STAND_INS[target]] if said and target in _STAND_INS else []
    good = [fold(word) for word in term.targets.get(target, ())]
    return tuple(word for word in dict.fromkeys(said) if fold(word) not in good)


def _director(use: Use) -> str:
    """Return the stand-in for a title in its form."""
    if use.form.plural:
        form = "direktørene" if use.form.definite else "direktører"
    else:
        form = "direktøren" if use.form.definite else "direktør"
    return form + ("s" if use.genitive else "")


def _once(terms: Iterable[Term]) -> list[Term]:
    """Return each term once, in the order of the first time."""
    found: list[Term] = []
    for term in terms:
        if term not in found:
            found.append(term)
    return found


def joined(first: Glossary, second: Glossary) -> Glossary:
    """Return both glossaries as one; where both have a term, the first counts."""
    mine = {fold(form) for term in first.terms for form in term.source}
    rest = [term for term in second.terms if not mine & set(map(fold, term.source))]
    return Glossary((*first.terms, *rest))
