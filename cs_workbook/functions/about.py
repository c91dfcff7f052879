"""Functions about the others: why a result is what it is, and which version computes it."""

from collections.abc import Callable

from cs_workbook import __version__
from cs_workbook.functions.blocks import Block, Rows
from cs_workbook.functions.clean import text
from cs_workbook.functions.spec import Argument, Example, FunctionSpec, single

_MOST_INPUTS = 6
_PLACES = ("first", "second", "third", "fourth", "fifth", "sixth")

VERSION_FUNCTION = FunctionSpec(
    name="CS_VERSION",
    doc="Version of the Python package that computes these functions. An error here means that "
    "Python was not found.",
    arguments=(),
    result="The version as text.",
    errors=("#VALUE!: Python or the package was not found.",),
    example=Example(inputs=(), value=__version__),
    compute=lambda: single(__version__),
    why=lambda: single(f"Version {__version__} of the package cs-workbook."),
)


def why_function(explain: Callable[[str, tuple[Block, ...]], Rows]) -> FunctionSpec:
    """Describe ``CS_WHY``, which answers for all other functions.

    Args:
        explain: Takes the name of a function and its inputs; returns the sentences.

    Returns:
        The function.
    """

    def answer(function_name: Block, *inputs: Block) -> Rows:
        return explain(function_name.one(text) or "", inputs)

    return FunctionSpec(
        name="CS_WHY",
        doc="Why another function gives what it gives: the rule and the parts of its result, or "
        "the reason for its error, as a sentence. Give it the same inputs.",
        arguments=(
            Argument(
                name="function_name",
                doc='Name of the function in question, such as "CS_NPS".',
            ),
            *(
                Argument(
                    name=f"input_{place}",
                    doc=f"Its {word} argument, if it has one.",
                    optional=True,
                )
                for place, word in enumerate(_PLACES[:_MOST_INPUTS], start=1)
            ),
        ),
        result="One sentence; one per account for CS_HEALTH_SCORE, CS_HEALTH_PARTS, "
        "CS_HEALTH_BAND, CS_CLTV and CS_MRR_MOVEMENT.",
        errors=("#NUM!: no function has this name.",),
        example=Example(
            inputs=("CS_NPS", ((10, 11),)),
            value="NPS answer 2: expected a whole number from 0 to 10, found 11.0. Correct it at "
            "the source or set it aside.",
        ),
        compute=answer,
        why=answer,
    )
