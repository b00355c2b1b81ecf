"""One person of a line of a list, with what the line says of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

Range = tuple[int, int]


@dataclass(frozen=True)
class ListEntry:
    """One person of a list; ranges are half-open code points of the line.

    ``surname`` is the surname of another person that a given name shares: "Kari og Ola Lie".
    ``heading`` is what announces a list inside the line ("Forfall: Kari Lie"), ``other`` are
    ranges that were understood and say nothing of a name (an age, an address). ``weak``
    marks an organisation of one word that nothing but its place in the line speaks for;
    ``is_guess`` one that stands before a colon and can be a title ("Stuert: Kari Lie"), ``titled``
    an entry with a title there. ``thing`` is a word that is a title only where others of the list
    have titles: "Kari Lie, mat".
    """

    name: Range
    title: Range | None = None
    unit: Range | None = None
    organisation: Range | None = None
    surname: str = ""
    heading: Range | None = None
    other: tuple[Range, ...] = ()
    weak: bool = False
    place: Range | None = None
    is_guess: bool = False
    titled: bool = False
    thing: Range | None = None

    def moved(self, by: int) -> ListEntry:
        """Return the entry with its ranges ``by`` code points later; no heading, no others."""

        def move(place: Range | None) -> Range | None:
            return (place[0] + by, place[1] + by) if place else None

        return replace(
            self,
            name=(self.name[0] + by, self.name[1] + by),
            title=move(self.title),
            unit=move(self.unit),
            organisation=move(self.organisation),
            place=move(self.place),
            thing=move(self.thing),
            heading=None,
            other=(),
        )
