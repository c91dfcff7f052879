"""What people may enter in the cells of a plan: the kinds of input the sections use."""

from cs_workbook.plans.document import InputCell

TEXT = InputCell()
NUMBER = InputCell(shows="number")
PERCENT = InputCell(shows="percent")
DATE = InputCell(shows="date")
CHANNEL = InputCell(shows="list", list_name="ListPlanChannels")
VOICE = InputCell(shows="list", list_name="ListPlanVoices")
RATING = InputCell(shows="list", list_name="ListPlanRatings")
STATUS = InputCell(shows="list", list_name="ListPlanStatuses")
SIDE = InputCell(shows="list", list_name="ListPlanSides")
LEVEL = InputCell(shows="list", list_name="ListPlanLevels")
SEVERITY = InputCell(shows="list", list_name="ListPlanSeverities")
ROLE = InputCell(shows="list", list_name="ListPlanRoles")
SENTIMENT = InputCell(shows="list", list_name="ListPlanSentiments")
YES_NO = InputCell(shows="list", list_name="ListYesNo")
NOTE_KIND = InputCell(shows="list", list_name="ListPlanNotes")
