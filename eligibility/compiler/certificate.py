"""What was proved of the rules, how far, and how long it took.

Every claim of the program is put to the solver, and gone through answer by answer where there are few enough. Both read
the rows on their own, and where both apply they must agree.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from time import perf_counter

from eligibility.compiler import enumeration, solver
from eligibility.compiler.claims import Claim, Ground, claims, ground
from eligibility.compiler.cubes import Cube
from eligibility.compiler.figures import figure_findings, texts
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.paths import path_findings, paths
from eligibility.compiler.program import Compiled
from eligibility.compiler.proofs import combinations_checked
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.verdicts import WRITTEN
from eligibility.compiler.whole import emergencies, person_finding


@dataclass(frozen=True)
class Proof:
    """One thing that was to be proved: the code of its sentence, what was counted, the seconds it took, what is wrong."""

    code: str
    counts: dict[str, int | str]
    seconds: float
    findings: list[Finding]


type _Result = tuple[dict[str, int | str], list[Finding]]
type _Doubts = tuple[int, list[enumeration.Doubt]]


def certify(rules: RuleSet, compiled: Compiled) -> Iterator[Proof]:
    """Prove the rules, one thing after the other. They must have compiled."""
    base = ground(rules, compiled)
    for table in sorted(rules.tables):
        yield _timed("table-proved", partial(_table, base, compiled, table))
    every = claims(base)
    doubts = cache(lambda place: enumeration.doubts(every[place]))
    yield _timed("proof-program", partial(_program, every))
    yield _timed("proof-primes", partial(_primes, every, doubts))
    yield _timed("proof-emergency", partial(_emergency, every))
    yield _timed("proof-dont-know", partial(_dont_know, every, doubts))
    yield _timed("proof-idle", partial(_idle, every))
    yield _timed("proof-paths", partial(_paths, rules, compiled))
    yield _timed("proof-figures", partial(_figures, rules))


def _timed(code: str, prove: Callable[[], _Result]) -> Proof:
    start = perf_counter()
    counts, findings = prove()
    return Proof(code, counts, perf_counter() - start, findings)


def _table(base: Ground, compiled: Compiled, table: str) -> _Result:
    """That a table is complete and free of overlap, and that each of its rows decides for somebody: by the solver too."""
    found: list[Finding] = []
    record, seen, alive = base.rules.tables[table], set(), set()
    for days in base.days():
        verdicts = base.verdicts(days[0], WRITTEN)
        written = tuple(verdicts.matches(row) for row in verdicts.in_force(table))
        if not written or written in seen:
            continue
        seen.add(written)
        flaw = solver.table_flaw(base, table, days[0])
        alive |= {row.rule.id for row in solver.deciding(base, table, days[0])}
        if flaw is not None:
            found.append(_disagreement(base, record.mark("rules"), flaw[0], flaw[1], days))
    dead = [rule.id for rule in record.item.rules if rule.id not in alive]
    if dead:
        found.append(_disagreement(base, record.mark("rules"), f"row-dead ({', '.join(dead)})", (), base.days()[0]))
    cells = combinations_checked(compiled.layout, compiled.spans[table]) * len(compiled.spans[table])
    return {"table": table, "rows": len(record.item.rules), "intervals": len(seen), "cells": cells}, found


def _program(every: Sequence[Claim]) -> _Result:
    """That the cubes lead to a target exactly where the rows do."""
    found: list[Finding] = []
    cells = counted = 0
    for claim in every:
        solved = solver.difference(claim)
        if enumeration.is_small(claim):
            count, example = enumeration.difference(claim)
            cells, counted = cells + count, counted + 1
            found += _agreed(claim, "proof-differs", solved, example)
        elif solved is not None:
            found.append(_told(claim, "proof-differs", solved))
    targets, cubes = len({claim.name for claim in every}), sum(len(claim.cubes) for claim in every)
    return {"targets": targets, "intervals": len(every), "cubes": cubes, "counted": counted, "cells": cells}, found


def _primes(every: Sequence[Claim], doubts_of: Callable[[int], _Doubts]) -> _Result:
    """That each cube is prime and that none is missing: so what is shown and possible is exact for partial answers.

    The solver looks at every set of cells, enumeration only at those a person can leave open; so it may find less.
    """
    found: list[Finding] = []
    total = 0
    for place, claim in enumerate(every):
        rest, wrong = solver.outside(claim)
        narrow = next((wide for _cube, wide in solver.too_narrow(claim, rest)), None)
        solved = [each for each in (wrong, solver.missing(claim, rest), narrow) if each is not None]
        found += [_told(claim, "proof-not-exact", each) for each in solved[:1]]
        if enumeration.is_small(claim):
            count, doubts = doubts_of(place)
            total += count
            missed = [doubt.answers for doubt in doubts if doubt.kind == "inexact" and not solved]
            found += [_told(claim, "proof-disagrees", each, about="proof-not-exact") for each in missed]
    return {"cubes": sum(len(claim.cubes) for claim in every), "partial": total}, found


def _emergency(every: Sequence[Claim]) -> _Result:
    """That an emergency panel rests on nothing but the inputs it assumes."""
    panels = emergencies(every[0].ground.rules) if every else {}
    found: list[Finding] = []
    cells = 0
    for claim in every:
        if claim.name not in panels:
            continue
        inputs = panels[claim.name]
        others = claim.cone - claim.assume
        solved = solver.dependence(claim, others) if claim.cubes else ()
        if enumeration.is_small(claim):
            cells += enumeration.Enumeration(claim.ground.layout, claim.cone).count
            example = enumeration.dependence(claim, others) if claim.cubes else ()
            found += _agreed(claim, "panel-suppressed", solved, example, inputs=", ".join(inputs))
        elif solved is not None:
            found.append(_told(claim, "panel-suppressed", solved, inputs=", ".join(inputs)))
    return {"panels": ", ".join(panels) or "–", "cells": cells}, found


def _dont_know(every: Sequence[Claim], doubts_of: Callable[[int], _Doubts]) -> _Result:
    """That no don't know takes a panel away, nor weakens it through an input it assumes."""
    found: list[Finding] = []
    total = 0
    for place, claim in enumerate(every):
        solved = {(kind, input): answers for kind, input, answers in solver.harmed(claim)}
        kinds = {kind: (input, answers) for (kind, input), answers in solved.items()}
        if enumeration.is_small(claim):
            count, doubts = doubts_of(place)
            total += count
            gone = {doubt.kind: (doubt.input, doubt.answers) for doubt in doubts if doubt.kind != "inexact"}
        else:
            gone = kinds
        for kind in sorted({*kinds, *gone}):
            input, answers = kinds.get(kind) or gone[kind]
            agreed = kind in kinds and kind in gone
            code = {"removed": "proof-removed", "weakened": "panel-weakened"}[kind] if agreed else "proof-disagrees"
            found.append(_told(claim, code, answers, input=input, about=kind))
    return {"panels": len({claim.name for claim in every}), "partial": total}, found


def _idle(every: Sequence[Claim]) -> _Result:
    """That for every variable somebody's result changes with it alone, or will, or a question is asked because of it."""
    if not every:
        return {"inputs": 0}, []
    base = every[0].ground
    used = {index for cube in base.layout.asked for index, _mask in cube}
    used |= {
        base.layout.index[base.layout.variables[index].asked.id] for claim in every for index in claim.cone & base.layout.silent
    }
    found: list[Finding] = []
    count = 0
    for index, variable in enumerate(base.layout.variables):
        if variable.kind in ("commune", "unconfirmed"):
            continue
        count += 1
        matters = index in used or any(index in claim.cone and solver.dependence(claim, [index]) for claim in every)
        if not matters and not any(option.canton for option in variable.asked.input.options):
            mark = base.rules.questions[variable.asked.question].mark("inputs")
            found.append(finding(mark, "question-idle", question=variable.asked.question, input=variable.id))
    return {"inputs": count}, found


def _paths(rules: RuleSet, compiled: Compiled) -> _Result:
    lengths = [len(path) for path in paths(compiled.layout)]
    counts: dict[str, int | str] = {"paths": len(lengths), "questions": len(rules.questions)}
    return counts | {"shortest": min(lengths), "longest": max(lengths)}, list(path_findings(rules, compiled.layout))


def _figures(rules: RuleSet) -> _Result:
    count = sum(1 for record in rules.outcomes.values() for _text in texts(record.item))
    return {"texts": count, "outcomes": len(rules.outcomes)}, list(figure_findings(rules))


def _agreed(claim: Claim, code: str, solved: Cube | None, example: Cube | None, **more: str) -> Iterable[Finding]:
    """One finding if both ways find something wrong, and another one if only one of them does."""
    if solved is None and example is None:
        return
    both = solved is not None and example is not None
    answers = example if example is not None else solved
    yield _told(claim, code if both else "proof-disagrees", answers or (), **{"about": code} | more)


def _told(claim: Claim, code: str, answers: Cube, **more: str) -> Finding:
    base = claim.ground
    outcome = base.rules.outcomes.get(claim.name)
    mark = outcome.mark("id") if outcome is not None else base.rules.tables[claim.target.tables[0]].mark("outputs")
    return person_finding(base.rules, base.layout, mark, code, answers, (claim.first, claim.last), panel=claim.name, **more)


def _disagreement(base: Ground, mark: Mark, about: str, answers: Cube, days: tuple[str, str]) -> Finding:
    return person_finding(base.rules, base.layout, mark, "proof-disagrees", answers, days, panel="–", about=about)
