"""The Families sheet: accounts with a common parent, added up."""

from cs_workbook.schema.columns import Format, Table, calculated, imported, stamped, typed
from cs_workbook.schema.health_model import NO_DATA_BAND
from cs_workbook.schema.settings import FAMILY_RULES

PARENT_UNKNOWN = "Parent is in no export"
CIRCLE = "Parents in a circle: cut here"
NO_LONGER = "No longer a family"

_ROW = 13
_MEAN, _WEIGHTED, _WORST = FAMILY_RULES


def _this(header: str) -> str:
    return f"tblFamilies[[#This Row],[{header}]]"


# A blank among the three shows as empty text, not as 0.
_CHOSEN = (
    f'IF(FamilyRule="{_WORST}",{_this("Worst")},IF(FamilyRule="{_MEAN}",{_this("Mean")},'
    f'IF(ISNUMBER({_this("MRR-weighted")}),{_this("MRR-weighted")},"")))'
)

TBL_FAMILIES = Table(
    name="tblFamilies",
    sheet="Families",
    title="Families",
    purpose="Accounts with a common parent, added up; one row per topmost parent. Notes is yours.",
    columns=(
        imported("Parent ID", Format.ID, 14, "Id of the topmost parent, letter for letter."),
        stamped("Parent", Format.TEXT, 28, "Its name; blank where it is in no export."),
        calculated(
            "Health",
            Format.SCORE,
            12,
            "Health of the family by the rule of Settings.",
            f'IF(N({_this("With health")})=0,"",{_CHOSEN})',
        ),
        calculated(
            "Band",
            Format.STATE,
            14,
            "That health in a word; the cuts are those of Weights.",
            f"IF(ISNUMBER({_this('Health')}),INDEX(tblBands[Band],1+SUMPRODUCT(--(tblBands[Up to]"
            f'<ROUND({_this("Health")},9)))),"{NO_DATA_BAND}")',
        ),
        stamped("Accounts", Format.WHOLE, 12, "Accounts of the family, the parent among them."),
        stamped("Customers", Format.WHOLE, 12, "Of these, customers at the as-of date."),
        stamped("MRR", Format.MONEY, 14, "MRR of its customers."),
        stamped("Mean", Format.SCORE, 10, "Mean health of its customers, each counted once."),
        stamped("MRR-weighted", Format.SCORE, 12, "Health of its customers, each by its MRR."),
        stamped("Worst", Format.SCORE, 10, "Lowest health of its customers."),
        stamped("With health", Format.WHOLE, 10, "Customers with a health score: the n of all."),
        stamped("Worst account", Format.TEXT, 28, "The customer with the lowest health."),
        stamped("Next renewal", Format.DATE, 13, "The next renewal among its customers."),
        stamped("Look", Format.TEXT, 30, "What is odd about its parents, if anything."),
        typed("Notes", Format.TEXT, 40, "Anything about the family. Refresh never changes it."),
    ),
    key=("Parent ID",),
    header_row=_ROW,
)
