"""The sections of every plan, in their order, with the columns of each."""

from cs_workbook.plans.anatomy import (
    ADJUSTMENT,
    AGREEMENT,
    MILESTONE,
    OBJECTIVE,
    OPPORTUNITIES,
    PROGRESS,
    REVIEW,
    RISK,
    SIGNOFF,
    STAKEHOLDER,
    WORK,
    Section,
)
from cs_workbook.plans.document import InputCell
from cs_workbook.plans.four_parts import QUESTIONS_AND_PARTS
from cs_workbook.plans.inputs import (
    CHANNEL,
    DATE,
    LEVEL,
    NOTE_KIND,
    NUMBER,
    PERCENT,
    ROLE,
    SENTIMENT,
    SEVERITY,
    SIDE,
    STATUS,
    TEXT,
    YES_NO,
)


def _shown(headers: str) -> tuple[tuple[str, InputCell], ...]:
    """Return columns nobody types in."""
    return tuple((header, TEXT) for header in headers.split(", "))


SECTIONS: tuple[Section, ...] = (
    *QUESTIONS_AND_PARTS,
    Section(
        key=OBJECTIVE,
        title="Objectives",
        note="One measure each. Where the data source is a figure of this tracker, the progress "
        "below moves by itself.",
        columns=(
            ("Objective", TEXT),
            ("Metric", TEXT),
            ("Unit", TEXT),
            ("Baseline", NUMBER),
            ("Target", NUMBER),
            ("By", DATE),
            ("Owner", TEXT),
            ("Data source", TEXT),
        ),
        full=5,
        light=3,
        agreed=True,
    ),
    Section(
        key=AGREEMENT,
        title="Agreement on each measure",
        note="In the order of the objectives. The latest value counts where no live figure does.",
        columns=(
            ("Objective", TEXT),
            ("Agreed by", TEXT),
            ("Agreed on", DATE),
            ("Channel", CHANNEL),
            ("Latest value", NUMBER),
            ("Measured on", DATE),
            ("Their role", TEXT),
            ("Remark", TEXT),
        ),
        full=5,
        light=3,
    ),
    Section(
        key=PROGRESS,
        title="Progress",
        note="Written by the program: 0 % is the baseline, 100 % the target.",
        columns=_shown(
            "Objective, State, Baseline, Now, Target, Progress (%), Bar, What is missing"
        ),
        full=5,
        light=3,
    ),
    Section(
        key=WORK,
        title="Strategy, programs, tactics",
        note="A strategy serves an objective, a program carries it out, tactics are its steps.",
        columns=(
            ("What", TEXT),
            ("Owner", TEXT),
            ("Level", LEVEL),
            ("Objective no.", NUMBER),
            ("Due", DATE),
            ("Done (%)", PERCENT),
            ("Status", STATUS),
            ("Remark", TEXT),
        ),
        full=9,
        light=4,
    ),
    Section(
        key=MILESTONE,
        title="Milestones",
        note="Three to six, each with a day on which everybody can see whether it is reached.",
        columns=(
            ("Milestone", TEXT),
            ("Owner", TEXT),
            ("Side", SIDE),
            ("Objective no.", NUMBER),
            ("Due", DATE),
            ("Done on", DATE),
            ("Status", STATUS),
            ("Evidence", TEXT),
        ),
        full=6,
        light=3,
    ),
    Section(
        key=RISK,
        title="Risks",
        note="The first rows are suggested from the account's signals; change them as you like.",
        columns=(
            ("Risk", TEXT),
            ("Owner", TEXT),
            ("Severity", SEVERITY),
            ("Seen on", DATE),
            ("Due", DATE),
            ("Closed on", DATE),
            ("Status", STATUS),
            ("Response", TEXT),
        ),
        full=3,
        light=2,
        internal=True,
    ),
    Section(
        key=STAKEHOLDER,
        title="People",
        note="Everybody who matters there, also those who left.",
        columns=(
            ("Name", TEXT),
            ("Role", ROLE),
            ("Sentiment", SENTIMENT),
            ("Influence", SEVERITY),
            ("Left", YES_NO),
            ("Last contact", DATE),
            ("Reached by", TEXT),
            ("Remark", TEXT),
        ),
        full=5,
        light=3,
        internal=True,
    ),
    Section(
        key=ADJUSTMENT,
        title="Adjustments",
        note="What was changed in this plan, and why.",
        columns=(
            ("What was changed", TEXT),
            ("Changed by", TEXT),
            ("Changed on", DATE),
            ("Agreed with", TEXT),
            ("Channel", CHANNEL),
            ("Effect from", DATE),
            ("Effect", TEXT),
            ("Why", TEXT),
        ),
        full=4,
        light=0,
    ),
    Section(
        key=REVIEW,
        title="Reviews",
        note="The last review and the next one are read from here.",
        columns=(
            ("What was reviewed", TEXT),
            ("Took part, theirs", TEXT),
            ("Held on", DATE),
            ("Channel", CHANNEL),
            ("Next review", DATE),
            ("Took part, ours", TEXT),
            ("Decision", TEXT),
            ("Remark", TEXT),
        ),
        full=4,
        light=2,
    ),
    Section(
        key=OPPORTUNITIES,
        title="Opportunities and internal notes",
        note="Not shown to the customer. Objectives about our own revenue belong here.",
        columns=(
            ("Opportunity or note", TEXT),
            ("Owner", TEXT),
            ("Kind", NOTE_KIND),
            ("Amount", NUMBER),
            ("When", DATE),
            ("Written on", DATE),
            ("Status", STATUS),
            ("Remark", TEXT),
        ),
        full=5,
        light=3,
        internal=True,
    ),
    Section(
        key=SIGNOFF,
        title="Sign-off",
        note="Whoever agrees to this plan, with role, day and channel. What stands above at that "
        "time is remembered.",
        columns=(
            ("Signed by", TEXT),
            ("Role", TEXT),
            ("Side", SIDE),
            ("Signed on", DATE),
            ("Channel", CHANNEL),
            ("Version", TEXT),
            ("Kept where", TEXT),
            ("Remark", TEXT),
        ),
        full=3,
        light=2,
    ),
)
"""All sections, in the order of every plan."""

BY_KEY = {section.key: section for section in SECTIONS}

AGREED_KEYS = tuple(section.key for section in SECTIONS if section.agreed)
"""Sections the customer signs."""
