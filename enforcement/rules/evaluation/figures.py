"""A round of evaluation in figures: grades, averages, frequent faults, vetoes, and what changed since the last round.

An average never leaves this module without the number of files behind it. 广东省行政执法案卷评查办法第十三条、第十六条.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from enforcement.rules.evaluation.scoring import rounded
from enforcement.rules.evaluation.standard import Band, Standard

PLACES = 2
SHARE_PLACES = 1
HUNDRED = 100


@dataclass(frozen=True)
class FileFigures:
    """What figures need of one file. Without a result ``unrounded`` and ``band`` are None.

    ``faults`` are the codes of the deductions that stand, ``asked`` the numbers of the items the case asks.
    """

    agency: str
    unrounded: Fraction | None
    band: Band | None
    vetoes: tuple[str, ...] = ()
    faults: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()

    @property
    def decided(self) -> bool:
        """Whether there is a result."""
        return self.band is not None


@dataclass(frozen=True)
class Mean:
    """An average of points with two decimals and the number of files behind it; None of no file."""

    points: Decimal | None
    files: int

    @property
    def words(self) -> str:
        """``88.25 分（5 件）``."""
        return f"{self.points} 分（{self.files} 件）" if self.points is not None else f"—（{self.files} 件）"


@dataclass(frozen=True)
class GradeCount:
    """How many files of ``of`` got a grade; ``percent`` with one decimal, None of no file."""

    name: str
    files: int
    of: int
    failed: bool

    @property
    def percent(self) -> Decimal | None:
        """The share."""
        return rounded(Fraction(self.files * HUNDRED, self.of), SHARE_PLACES) if self.of else None


@dataclass(frozen=True)
class Group:
    """Files together: how many were evaluated, how many have a result, their average, grades and vetoed ones."""

    files: int
    decided: int
    mean: Mean
    grades: tuple[GradeCount, ...]
    vetoed: int

    @property
    def failed(self) -> int:
        """Files in the failed grade."""
        return sum(one.files for one in self.grades if one.failed)

    @property
    def failed_name(self) -> str:
        """Name of the failed grade."""
        return next(one.name for one in self.grades if one.failed)


@dataclass(frozen=True)
class FaultCount:
    """One deduction: in how many files it stands, of how many that were asked for its item, in how many agencies."""

    code: str
    text: str
    item: str
    title: str
    article: str
    files: int
    of: int
    agencies: int


@dataclass(frozen=True)
class VetoCount:
    """One veto and the number of files it stands in."""

    no: str
    text: str
    article: str
    files: int


@dataclass(frozen=True)
class RoundFigures:
    """A round with its standard, whole and by agency (name -> group, in the order of the directory)."""

    title: str
    standard: Standard
    whole: Group
    agencies: Mapping[str, Group]


@dataclass(frozen=True)
class Change:
    """One average then and now. ``difference`` of the averages as shown; None where it says nothing."""

    name: str
    before: Mean | None
    now: Mean | None
    difference: Decimal | None

    @property
    def words(self) -> str:
        """The difference in words."""
        if self.difference is None:
            return "不比较"
        if not self.difference:
            return "持平"
        return f"{'高' if self.difference > 0 else '低'} {abs(self.difference)} 分"


@dataclass(frozen=True)
class Comparison:
    """This round against an earlier one. ``caveats`` say what limits it; across standards nothing is subtracted."""

    title: str
    whole: Change
    agencies: tuple[Change, ...]
    grades: tuple[tuple[GradeCount, GradeCount], ...]
    caveats: tuple[str, ...] = field(default=())


def mean(points: Sequence[Fraction]) -> Mean:
    """The average of unrounded totals."""
    count = len(points)
    return Mean(rounded(sum(points, Fraction(0)) / count, PLACES) if count else None, count)


def group(standard: Standard, files: Sequence[FileFigures]) -> Group:
    """The figures of some files; grades in the order of the standard, those of no file included."""
    decided = [one for one in files if one.decided]
    counts = Counter(one.band.id for one in decided if one.band is not None)
    return Group(
        files=len(files),
        decided=len(decided),
        mean=mean([one.unrounded for one in decided if one.unrounded is not None]),
        grades=tuple(GradeCount(one.name, counts[one.id], len(decided), one.failed) for one in standard.bands),
        vetoed=sum(bool(one.vetoes) for one in decided),
    )


def round_figures(title: str, standard: Standard, files: Sequence[FileFigures]) -> RoundFigures:
    """A round, whole and by agency."""
    names = dict.fromkeys(one.agency for one in files)
    by_agency = {name: group(standard, [one for one in files if one.agency == name]) for name in names}
    return RoundFigures(title, standard, group(standard, files), by_agency)


def frequent_faults(standard: Standard, files: Sequence[FileFigures]) -> tuple[FaultCount, ...]:
    """Every deduction that stands somewhere, the one in most files first, then in the order of the standard.

    A file counts once however often the fault occurs in it.
    """
    decided = [one for one in files if one.decided]
    found = [
        FaultCount(
            code=deduction.code,
            text=deduction.text,
            item=item.no,
            title=item.title,
            article=item.basis,
            files=sum(deduction.code in one.faults for one in decided),
            of=sum(item.no in one.asked for one in decided),
            agencies=len({one.agency for one in decided if deduction.code in one.faults}),
        )
        for item in standard.items
        for deduction in item.deductions
    ]
    return tuple(sorted((one for one in found if one.files), key=lambda one: -one.files))


def veto_counts(standard: Standard, files: Sequence[FileFigures]) -> tuple[VetoCount, ...]:
    """Every veto that stands somewhere, the most frequent first."""
    counts = Counter(veto for one in files if one.decided for veto in one.vetoes)
    found = [VetoCount(one.no, one.text, one.basis, counts[one.no]) for one in standard.vetoes if counts[one.no]]
    return tuple(sorted(found, key=lambda one: -one.files))


def compare(before: RoundFigures, now: RoundFigures) -> Comparison:
    """A round against an earlier one. Nothing is subtracted across different standards (their ids differ)."""
    comparable = before.standard.id == now.standard.id
    names = dict.fromkeys((*now.agencies, *before.agencies))
    same_bands = [(one.name, one.at_least) for one in before.standard.bands] == [
        (one.name, one.at_least) for one in now.standard.bands
    ]
    return Comparison(
        title=before.title,
        whole=_change("全部案卷", before.whole, now.whole, comparable=comparable),
        agencies=tuple(
            _change(name, before.agencies.get(name), now.agencies.get(name), comparable=comparable) for name in names
        ),
        grades=tuple(zip(before.whole.grades, now.whole.grades, strict=True)) if comparable and same_bands else (),
        caveats=tuple(_caveats(before, now)),
    )


def _change(name: str, before: Group | None, now: Group | None, *, comparable: bool) -> Change:
    then, today = before.mean if before else None, now.mean if now else None
    difference = None
    if comparable and then and today and then.points is not None and today.points is not None:
        difference = today.points - then.points
    return Change(name, then, today, difference)


def _caveats(before: RoundFigures, now: RoundFigures) -> list[str]:
    old, new = before.standard, now.standard
    found = []
    if old.id != new.id:
        found.append(f"上一轮适用《{old.name}》，本轮适用《{new.name}》，标准不同，分数不能相减。")
    elif old.version != new.version:
        found.append(f"标准由 {old.version} 版改为 {new.version} 版，分数的变化可能来自标准，只供参考。")
    if set(before.agencies) != set(now.agencies):
        found.append("两轮评查的机关不完全相同，合计只供参考，请看各机关。")
    return found
