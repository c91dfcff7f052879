"""The export of what customers bring: referrals."""

from cs_workbook.schema.fields import ACCOUNT_ALIASES, Blank, Field, Kind, Role

REFERRALS = Role(
    name="referrals",
    title="Referrals",
    key="referral_id",
    fields=(
        Field(
            name="referral_id",
            kind=Kind.ID,
            title="Referral ID",
            aliases=("referral_id", "lead_id", "id"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="account_id",
            kind=Kind.ID,
            title="Account ID",
            aliases=("referring_account_id", "referrer_id", "referred_by", *ACCOUNT_ALIASES),
            blank=Blank.REFUSED,
        ),
        Field(
            name="lead",
            kind=Kind.TEXT,
            title="Lead",
            aliases=("lead", "lead_name", "referred_company", "referred_lead", "prospect"),
        ),
        Field(
            name="referred_on",
            kind=Kind.DATE,
            title="Referred on",
            aliases=("referred_on", "referral_date", "referred_at", "lead_date", "date"),
            blank=Blank.REFUSED,
        ),
        Field(
            name="won",
            kind=Kind.YES_NO,
            title="Won",
            aliases=("won", "is_won", "closed_won", "became_customer", "converted"),
        ),
    ),
    signature=(frozenset({"account_id", "lead", "referred_on"}),),
)
