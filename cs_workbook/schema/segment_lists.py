"""The drop-down lists of the sheets about contacts, problems, segments and plans."""

from cs_workbook.schema.list_table import ListTable
from cs_workbook.schema.segment_words import (
    ATTENTION_LEVELS,
    CONTACT_ROLES,
    CRITICALITIES,
    IMPACTS,
    OPERATORS,
    PLAN_DEPTHS,
    SEGMENT_FIELDS,
    SENTIMENTS,
)

SEGMENT_LISTS: tuple[ListTable, ...] = (
    ListTable(
        name="ListAttention",
        header="Attention",
        values=ATTENTION_LEVELS,
        meaning="Contacts, Problems and Segment model: how much a person wants to hear.",
    ),
    ListTable(
        name="ListCriticalities",
        header="Criticality",
        values=CRITICALITIES,
        meaning="Problems, column Criticality.",
    ),
    ListTable(
        name="ListImpacts",
        header="Revenue impact",
        values=IMPACTS,
        meaning="Problems, column Revenue impact.",
    ),
    ListTable(
        name="ListContactRoles",
        header="Contact role",
        values=CONTACT_ROLES,
        meaning="Contacts, column Role.",
    ),
    ListTable(
        name="ListSentiments",
        header="Sentiment",
        values=SENTIMENTS,
        meaning="Contacts, column Sentiment.",
    ),
    ListTable(
        name="ListSegmentColumns",
        header="Rule looks at",
        values=SEGMENT_FIELDS,
        meaning="Segment model, column Looks at.",
    ),
    ListTable(
        name="ListOperators",
        header="Operator",
        values=OPERATORS,
        meaning="Segment model, column Operator.",
    ),
    ListTable(
        name="ListPlanDepths",
        header="Plan depth",
        values=PLAN_DEPTHS,
        meaning="Segment model, column Plan; Plan choice, column Override.",
    ),
)
