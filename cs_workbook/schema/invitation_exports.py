"""The export of who was asked: survey invitations."""

from cs_workbook.schema.fields import ACCOUNT_ALIASES, Blank, Field, Kind, Role

INVITATIONS = Role(
    name="invitations",
    title="Survey invitations",
    key="invitation_id",
    fields=(
        Field(
            name="invitation_id",
            kind=Kind.ID,
            title="Invitation ID",
            aliases=("invitation_id", "invite_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=ACCOUNT_ALIASES,
        ),
        Field(
            name="respondent",
            kind=Kind.TEXT,
            title="Respondent",
            aliases=(
                "respondent",
                "respondent_email",
                "recipient",
                "recipient_email",
                "email address",
                "email",
                "contact",
            ),
        ),
        Field(
            name="survey",
            kind=Kind.TEXT,
            title="Survey",
            aliases=("survey_type", "survey", "survey_name", "metric"),
        ),
        Field(
            name="sent_on",
            kind=Kind.DATE,
            title="Sent on",
            aliases=("sent_on", "sent_date", "date_sent", "sent_at", "invited_on", "invited_at"),
            blank=Blank.REFUSED,
        ),
    ),
    signature=(frozenset({"account_id", "sent_on"}), frozenset({"respondent", "sent_on"})),
)
