"""The words a success plan offers in its drop-down lists.

Each word stands here once; the plan sections, the lists of the workbook and the rules that read a
plan all take it from here.
"""

NOT_STARTED, ON_TRACK, AT_RISK, LATE, DONE, DROPPED = (
    "Not started",
    "On track",
    "At risk",
    "Late",
    "Done",
    "Dropped",
)
PLAN_STATUSES = (NOT_STARTED, ON_TRACK, AT_RISK, LATE, DONE, DROPPED)
FINISHED = (DONE, DROPPED)
"""Status words after which a due date no longer matters."""

THEIR_WORDS, OUR_GUESS = "Theirs", "Our guess"
PLAN_VOICES = (THEIR_WORDS, OUR_GUESS)

OURS, THEIRS = "Ours", "Theirs"
PLAN_SIDES = (THEIRS, OURS)

PLAN_CHANNELS = ("Meeting", "Call", "E-mail", "Survey", "Questionnaire")
PLAN_RATINGS = (1, 2, 3, 4, 5)

STRATEGY, PROGRAM, TACTIC = "Strategy", "Program", "Tactic"
PLAN_LEVELS = (STRATEGY, PROGRAM, TACTIC)

HIGH, MEDIUM, LOW = "High", "Medium", "Low"
PLAN_SEVERITIES = (HIGH, MEDIUM, LOW)

SPONSOR, CHAMPION, DECISION_MAKER = "Executive sponsor", "Champion", "Decision maker"
PLAN_ROLES = (SPONSOR, CHAMPION, DECISION_MAKER, "Technical lead", "User lead", "User")

SUPPORTER, NEUTRAL, CRITIC = "Supporter", "Neutral", "Critic"
PLAN_SENTIMENTS = (SUPPORTER, NEUTRAL, CRITIC)

OPPORTUNITY, NOTE = "Opportunity", "Note"
PLAN_NOTES = (OPPORTUNITY, NOTE)

PLAN_LISTS: tuple[tuple[str, str, tuple[str | int, ...], str], ...] = (
    ("ListPlanStatuses", "Plan status", PLAN_STATUSES, "Plan sheets, column Status."),
    ("ListPlanVoices", "Theirs or ours", PLAN_VOICES, "Plan sheets: whose answer it is."),
    ("ListPlanSides", "Side", PLAN_SIDES, "Plan sheets: who does it or signs it."),
    ("ListPlanChannels", "Channel", PLAN_CHANNELS, "Plan sheets: how it was said."),
    ("ListPlanRatings", "Plan rating", PLAN_RATINGS, "Plan sheets: 1 very low to 5 very high."),
    ("ListPlanLevels", "Level", PLAN_LEVELS, "Plan sheets, strategy, programs and tactics."),
    ("ListPlanSeverities", "Severity", PLAN_SEVERITIES, "Plan sheets, risks and people."),
    ("ListPlanRoles", "Plan role", PLAN_ROLES, "Plan sheets, people."),
    ("ListPlanSentiments", "Sentiment", PLAN_SENTIMENTS, "Plan sheets, people."),
    ("ListPlanNotes", "Kind of note", PLAN_NOTES, "Plan sheets, opportunities and notes."),
)
"""Workbook name, header, values and meaning of each list."""
