"""What a headline figure is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One headline figure.

    Attributes:
        name: Workbook name, ``KPI_`` and CamelCase.
        label: The figure in words.
        unit: ``customers``, ``%``, ``points``, ``money`` or ``score``.
        factor: 100 for a share in percent, 1 otherwise, 12 for yearly from monthly.
        part: Live formula of the part (without ``=``), or ``None`` where refresh stamps it.
        base: Live formula of the base, ``"1"`` for sums, or ``None`` where refresh stamps it.
        part_is: What the part counts, in words.
        base_is: What the base counts, in words.
        card: True where the Dashboard shows it as a card.
        number_format: Excel number format of the value.
        better: ``"up"``, ``"down"`` or ``""`` where neither is better.
    """

    name: str
    label: str
    unit: str
    factor: int
    part: str | None
    base: str | None
    part_is: str
    base_is: str
    card: bool = False
    number_format: str = "#,##0"
    better: str = ""
