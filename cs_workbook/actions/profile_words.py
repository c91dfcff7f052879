"""Profiles of a health score in words: what one says, and how two lists of them differ."""

from collections.abc import Sequence

from cs_workbook.measures.health_profiles import Profile


def profile_in_words(profile: Profile) -> str:
    """Return a profile in one clause.

    >>> profile_in_words(
    ...     Profile(name="Small", column="Segment", equals="SMB", weights=(("NPS", 0),))
    ... )
    'profile Small where Segment is SMB: NPS 0'
    """
    weights = ", ".join(f"{measure} {weight:g}" for measure, weight in profile.weights)
    return f"profile {profile.name} where {_asked(profile)}: {weights or 'no weight of its own'}"


def profile_changes(before: Sequence[Profile], after: Sequence[Profile]) -> list[str]:
    """Return how the profiles of two models differ, a clause each; a profile is its name."""
    old = {profile.name: profile for profile in before}
    new = {profile.name: profile for profile in after}
    said = [f"profile {name} left" for name in old if name not in new]
    for name, profile in new.items():
        was = old.get(name)
        if was is None:
            said.append(f"{profile_in_words(profile)} (new)")
        elif was != profile:
            said.append(f"profile {name}: {_change(was, profile)}")
    return said


def _asked(profile: Profile) -> str:
    return f"{profile.column} is {profile.equals}"


def _change(was: Profile, now: Profile) -> str:
    said = []
    if _asked(was) != _asked(now):
        said.append(f"where {_asked(was)}, now {_asked(now)}")
    old, new = dict(was.weights), dict(now.weights)
    said.extend(
        f"{measure} {_weight(old.get(measure))} to {_weight(new.get(measure))}"
        for measure in {**old, **new}
        if old.get(measure) != new.get(measure)
    )
    return ", ".join(said) or "its place in the list"


def _weight(weight: float | None) -> str:
    return "as on Weights" if weight is None else f"{weight:g}"
