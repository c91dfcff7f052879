"""What became of promoters, passives, detractors and the silent: customers and revenue kept.

Each customer at the start of a period belongs to the group of its mean NPS answer in the survey
window before that day, by the rule of :func:`~cs_workbook.measures.nps.nps_category`; without an
answer it is silent. An answer given later plays no part, so that the group is known before the
outcome. A blank amount adds nothing, as on the Accounts sheet. That promoters stay longer does not
prove that raising their score would keep them: both may come from a third thing.

References:
    F. Reichheld, "The one number you need to grow", Harvard Business Review 12/2003 (the claim).
    T. Keiningham and others, "A longitudinal examination of Net Promoter and firm revenue growth",
    Journal of Marketing 71 (2007) (the doubt): so each company had better look at its own figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cs_workbook.measures.nps import NpsCategory, nps_category

SILENT = "silent"
GROUPS: tuple[str, ...] = (*NpsCategory, SILENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerThenAndNow:
    """One customer at the start of a period.

    Attributes:
        answer: Mean NPS answer (0 to 10) in the window before; ``None`` for silent.
        still_customer: Whether it is a customer at the end.
        mrr_then: MRR at the start; ``None`` where it is not known.
        mrr_now: MRR at the end; ``None`` where it is not known.
    """

    answer: float | None
    still_customer: bool
    mrr_then: float | None
    mrr_now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupGrowth:
    """Customers of one group, added up.

    Attributes:
        customers: Customers at the start.
        still: Of these, customers at the end.
        mrr_then: Their MRR at the start.
        mrr_kept: Per customer the smaller of MRR at the start and at the end.
        mrr_now: Their MRR at the end.
    """

    customers: int = 0
    still: int = 0
    mrr_then: float = 0.0
    mrr_kept: float = 0.0
    mrr_now: float = 0.0


def growth_by_group(customers: Iterable[CustomerThenAndNow]) -> dict[str, GroupGrowth]:
    """Return customers and revenue kept, by NPS group at the start.

    Args:
        customers: Every customer at the start of the period.

    Returns:
        The four groups, promoters first, silent last; an empty group is all zeros.

    Raises:
        OutOfRangeError: A mean answer is not from 0 to 10.

    >>> stayed = CustomerThenAndNow(answer=9.5, still_customer=True, mrr_then=100, mrr_now=80)
    >>> growth_by_group([stayed])["promoter"].mrr_kept
    80
    """
    groups: dict[str, list[CustomerThenAndNow]] = {name: [] for name in GROUPS}
    for customer in customers:
        answer = customer.answer
        groups[SILENT if answer is None else nps_category(answer)].append(customer)
    return {name: _added_up(members) for name, members in groups.items()}


def _added_up(members: list[CustomerThenAndNow]) -> GroupGrowth:
    pairs = [(member.mrr_then or 0, member.mrr_now or 0) for member in members]
    return GroupGrowth(
        customers=len(members),
        still=sum(member.still_customer for member in members),
        mrr_then=sum(then for then, _ in pairs),
        mrr_kept=sum(min(pair) for pair in pairs),
        mrr_now=sum(now for _, now in pairs),
    )
