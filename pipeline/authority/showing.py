"""Entries, their history and decisions as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.authority.entries import Affiliation, Alias, Entry
from pipeline.authority.islands import Conflict
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.store import Change


def one_line(entry: Entry) -> str:
    """Return an entry as one line: id, kind, name, and what else it is called."""
    others = ", ".join(entry.forms[1:])
    return f"{entry.id}  {entry.kind}  {entry.name}" + (f" ({others})" if others else "")


def shown(entry: Entry) -> str:
    """Return everything that is known of an entry, a line for each thing."""
    lines = [f"{entry.name}", f"  id           {entry.id}", f"  kind         {entry.kind}"]
    lines += [f"  alias        {_alias(alias)}" for alias in entry.aliases]
    lines += [f"  affiliation  {_affiliation(a)}" for a in entry.affiliations]
    lines += [
        f"  official {k:<3} {v.replace('|', ' | ')}" for k, v in sorted(entry.official.items())
    ]
    lines += [f"  identifier   {k} {v}" for k, v in sorted(entry.ids.items())]
    lines += ["  never translated"] if entry.keep else []
    lines += ["  verified" if entry.verified else "  not verified"]
    lines += [f"  source       {entry.source}"] if entry.source else []
    lines += [f"  note         {entry.note}"] if entry.note else []
    return "\n".join(lines)


def told(changes: Sequence[Change], now: Entry | None) -> str:
    """Return the changes of an entry: when, who, on what occasion, and what became different."""
    if not changes:
        return "never changed: it came with the program"
    states = [*(change.before for change in changes[1:]), now]
    lines = []
    for change, after in zip(changes, states, strict=True):
        lines.append(f"{change.at:%Y-%m-%d %H:%M} {change.by}: {change.action} ({change.what})")
        lines += [f"  {line}" for line in _difference(change.before, after)]
    return "\n".join(lines)


def decision_line(decision: Decision, *, stands: bool = True) -> str:
    """Return a decision as one line.

    >>> decision_line(Decision(id="ab12", verdict="same", kind="person", forms=("Aas", "Ås"),
    ...     name="Aas", by="kari", at="2026-11-24T12:00:00Z"))
    'ab12  2026-11-24 12:00  kari  person: Aas = Ås, rightly Aas'
    """
    first, second = (*decision.forms, "", "")[:2]
    what = {
        Verdict.SAME: f"{first} = {second}",
        Verdict.DIFFERENT: f"{first} ≠ {second}",
        Verdict.UNSURE: f"{first} ? {second}",
        Verdict.CORRECTED: first,
        Verdict.NOT_A_NAME: f"{first} is no name",
        Verdict.UNDONE: f"takes back {decision.undoes}",
    }[decision.verdict]
    line = f"{decision.id}  {decision.at:%Y-%m-%d %H:%M}  {decision.by or '?'}  "
    line += f"{decision.kind}: {what}"
    line += f", rightly {decision.name}" if decision.name else ""
    line += f", in {decision.article}" if decision.article else ""
    line += f" ({decision.reason})" if decision.reason else ""
    return line if stands else f"{line} [taken back]"


def conflict_lines(conflicts: Iterable[Conflict]) -> str:
    """Return conflicts as text: the two forms, and the decisions that make it."""
    return "\n".join(
        f"{conflict.kind}: {' and '.join(conflict.forms)} are told apart and joined:\n"
        + "\n".join(f"  {decision_line(decision)}" for decision in conflict.decisions)
        for conflict in conflicts
    )


def _alias(alias: Alias) -> str:
    told_of = [alias.kind.value, alias.source, str(alias.noted or "")]
    return f"{alias.name} ({', '.join(filter(None, told_of))})"


def _affiliation(affiliation: Affiliation) -> str:
    time = f"{affiliation.since or ''}–{affiliation.until or ''}"
    told_of = [affiliation.organisation, affiliation.role, time if time != "–" else ""]
    return ", ".join(filter(None, told_of))


def _difference(before: Entry | None, after: Entry | None) -> list[str]:
    old = set(shown(before).splitlines()) if before else set()
    new = shown(after).splitlines() if after and before else []
    gone = [f"- {line.strip()}" for line in (shown(before).splitlines() if before else [])
            if after and line not in new]  # fmt: skip
    return gone + [f"+ {line.strip()}" for line in new if line not in old]
