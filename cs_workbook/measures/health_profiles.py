"""Profiles of a health score: other weights for the accounts of a segment, plan, status or stage.

A profile names a column of the accounts and a value; the first one that fits an account applies to
it. It sets the weights it names and leaves every other one as the model has it, so a profile
without weights changes nothing. Texts are compared without case, as Excel does. A blank value fits
nothing: an account without a segment belongs to no profile of segments.

References:
    Totango support, "Configure profiles for multidimensional health" (a profile per stage).
    Vitally docs, "Health scores" (weights per segment).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cs_workbook.errors import SettingsError
from cs_workbook.schema.profile_words import ALL_ACCOUNTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Other weights for some accounts.

    Attributes:
        name: Its name.
        column: The column that says whom it is for, such as Segment.
        equals: What that column must say.
        weights: Measure and weight, for the measures it weighs otherwise.
        place: Its place in the list as typed, from 1; 0 where it has none.
    """

    name: str
    column: str
    equals: str
    weights: tuple[tuple[str, float], ...] = ()
    place: int = 0

    def fits(self, traits: Mapping[str, str]) -> bool:
        """Say whether it is for an account.

        Args:
            traits: What the account says by column; a column that is not there is blank.

        >>> Profile(name="Small", column="Segment", equals="SMB").fits({"Segment": "smb"})
        True
        """
        said = traits.get(self.column, "")
        return said != "" and said.casefold() == self.equals.casefold()

    def weight(self, measure: str, otherwise: float) -> float:
        """Return the weight of a measure for its accounts.

        >>> Profile(name="", column="", equals="", weights=(("NPS", 3),)).weight("NPS", 20)
        3
        """
        return dict(self.weights).get(measure, otherwise)


def profile_for(profiles: Sequence[Profile], traits: Mapping[str, str]) -> Profile | None:
    """Return the first profile that is for an account, ``None`` where none is.

    Args:
        profiles: In the order of precedence.
        traits: What the account says by column.
    """
    return next((profile for profile in profiles if profile.fits(traits)), None)


def require_profiles(profiles: Sequence[Profile], weights: Mapping[str, float]) -> None:
    """Refuse profiles that cannot be told apart or give no score.

    Args:
        profiles: The profiles of a model.
        weights: Weight by measure of the model.

    Raises:
        SettingsError: Two have one name or ask the same, one has the name that stands for none,
            or the weights in force for its accounts are negative or add up to 0.
    """
    names = [ALL_ACCOUNTS.casefold()]
    asked: list[tuple[str, str]] = []
    for profile in profiles:
        question = (profile.column.casefold(), profile.equals.casefold())
        if profile.name.casefold() in names:
            raise SettingsError(
                f"Profiles, {profile.name!r}: expected a name no other profile has and not "
                f"{ALL_ACCOUNTS!r}. Give it another name."
            )
        if question in asked:
            raise SettingsError(
                f"Profiles, {profile.name!r}: expected a {profile.column} that no row above asks "
                f"for, found {profile.equals!r} again. Delete one of the two rows."
            )
        names.append(profile.name.casefold())
        asked.append(question)
        wrong = next((w for _, w in profile.weights if not 0 <= w < math.inf), None)
        if wrong is not None:
            raise SettingsError(
                f"Profiles, {profile.name!r}: expected weights from 0, found {wrong!r}. Type a "
                "number from 0, or leave the cell blank for the weight of Weights."
            )
        if not any(profile.weight(name, weight) > 0 for name, weight in weights.items()):
            raise SettingsError(
                f"Profiles, {profile.name!r}: expected at least one weight above 0, found none. "
                "Its accounts would have no score; raise one weight, or clear the row."
            )
