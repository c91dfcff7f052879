"""What macros asked of the application that no cell shows: recorded, and answered from a script."""

from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: ``alert``, ``status_bar``, ``screen_updating``, ``display_alerts``,
            ``enable_events``, ``interactive``, ``calculation``, ``cut_copy_mode``, ``run``,
            ``read`` or ``write``.
        value: The text shown, the setting's new value, the macro's name, or the address touched.
    """

    kind: str
    value: object


@dataclass(frozen=True, slots=True)
class Alert:
    """A message box as it would have been shown."""

    prompt: str
    title: str
    buttons: str
    mode: str | None
    answer: str


# What a person can press in each kind of message box; the first is pressed where no answer waits.
_BUTTONS = {
    "ok": ("ok",),
    "ok_cancel": ("ok", "cancel"),
    "yes_no": ("yes", "no"),
    "yes_no_cancel": ("yes", "no", "cancel"),
}


@dataclass(slots=True)
class Journal:
    """Everything recorded since the last :meth:`clear`, and the answers still waiting."""

    events: list[Event] = field(default_factory=list)
    answers: deque[str] = field(default_factory=deque)

    def record(self, kind: str, value: object) -> None:
        """Add one event."""
        self.events.append(Event(kind, value))

    def values(self, kind: str) -> list[object]:
        """Return what one kind of event recorded, in order."""
        return [event.value for event in self.events if event.kind == kind]

    @property
    def alerts(self) -> list[Alert]:
        """The message boxes shown, in order."""
        return [event.value for event in self.events if isinstance(event.value, Alert)]

    def answer_with(self, *answers: str) -> None:
        """Queue the buttons to press in the message boxes to come."""
        self.answers.extend(answers)

    def alert(self, prompt: str, title: str, buttons: str | None, mode: str | None) -> str:
        """Record a message box and return the button pressed."""
        shown = buttons or "ok"
        choices = _BUTTONS[shown]
        answer = self.answers.popleft() if self.answers else choices[0]
        if answer not in choices:
            raise AssertionError(f"answered {answer!r}, but {prompt!r} offers {', '.join(choices)}")
        self.record("alert", Alert(prompt, title, shown, mode, answer))
        return answer

    def clear(self) -> None:
        """Forget what was recorded and what was to be answered."""
        self.events.clear()
        self.answers.clear()
