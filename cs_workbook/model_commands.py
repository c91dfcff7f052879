"""The commands that change the health model: ``cs-workbook adopt`` and ``cs-workbook preset``."""

from datetime import datetime
from pathlib import Path

import click

from cs_workbook.console import print_json, sentences

_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines instead.")
_TRACKER = click.argument("tracker", type=click.Path(path_type=Path))


@click.command()
@_TRACKER
@click.option("--by", required=True, help="Who adopts the weights; goes into Model versions.")
@click.option("--why", required=True, help="The reason; goes into Model versions.")
@_JSON
@sentences
def adopt(tracker: Path, *, by: str, why: str, as_json: bool) -> None:
    """Make the what-if weights of TRACKER the weights in force.

    Writes them into the column Weight, empties the column What-if weight and adds a version of the
    model with name, reason and how many accounts changed band; a backup is written first. Close
    the tracker in Excel before.
    """
    from cs_workbook.actions.adopt import adopt_file  # noqa: PLC0415 - heavy
    from cs_workbook.actions.signed_model import adoption_lines  # noqa: PLC0415

    done = adopt_file(tracker, by=by, why=why, now=datetime.now())  # noqa: DTZ005 - local wall time, as people read it
    if as_json:
        print_json({"tracker": tracker, "adopt": done})
        return
    click.echo("\n".join([*adoption_lines(done.adoption), f"The version before is {done.backup}"]))


@click.command()
@_TRACKER
@click.argument("name", required=False)
@click.option("--by", help="Who takes the preset; goes into Model versions.")
@click.option("--why", help="The reason; goes into Model versions.")
@_JSON
@sentences
def preset(
    tracker: Path, *, name: str | None, by: str | None, why: str | None, as_json: bool
) -> None:
    """Make the preset NAME the health model of TRACKER; without a name, list the presets.

    Writes Weights, Tiers and, where the product publishes them, the bounds of the bands. The model
    before stays in Model versions and a backup is written first. Close the tracker in Excel before.
    """
    from cs_workbook.actions.preset import preset_file, preset_lines  # noqa: PLC0415 - see adopt
    from cs_workbook.actions.signed_model import adoption_lines  # noqa: PLC0415

    if name is None:
        if as_json:
            print_json({"tracker": tracker, "presets": preset_lines()})
        else:
            click.echo("\n".join(preset_lines()))
        return
    now = datetime.now()  # noqa: DTZ005 - local wall time, as people read it
    done = preset_file(tracker, name, by=by or "", why=why or "", now=now)
    if as_json:
        print_json({"tracker": tracker, "preset": done})
        return
    click.echo("\n".join([*adoption_lines(done.adoption), f"The version before is {done.backup}"]))
