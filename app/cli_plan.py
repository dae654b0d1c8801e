"""``ai-index plan``: the best roadmap for one case or an array of cases."""

import datetime
import json
from typing import Annotated, Any

import typer

from app.cases import CaseError, each_case
from app.cli_errors import fail
from app.cli_files import read


def plan(
    file: Annotated[str, typer.Argument(help="A JSON file with one case or an array of cases; - is stdin.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Plan the steps to the target: which one in which quarter, and what the index is then."""
    # The solver takes a fifth of a second to load, which no other command has a use for.
    from app.planning.cases import plan_case

    today = datetime.datetime.now(datetime.UTC).date()
    try:
        outcome = each_case(read(file), lambda data: plan_case(data, today))
    except CaseError as error:
        fail(str(error))
    if as_json:
        typer.echo(json.dumps(outcome, indent=2))
    else:
        plans = outcome if isinstance(outcome, list) else [outcome]
        typer.echo("\n\n".join(_text(each) for each in plans))


def _text(made: dict[str, Any]) -> str:
    """A plan as a table, quarter by quarter."""
    lines = [f"{made['framework']}  {made['strategy']}, {made['capacity_days']} days a quarter"]
    lines.append(f"Index {made['index_now']} now, {made['index_end']} on {made['by_quarter'][-1]['ends_on']}")
    for quarter in made["by_quarter"]:
        lines += ["", f"Quarter {quarter['quarter']}, to {quarter['ends_on']}: index {quarter['index']}"]
        lines += [
            f"  {step['effort_days']:>6} d  +{step['points']:<6} {step['id']:<28}"
            f" {step['starts_on']} – {step['ends_on']}"
            for step in made["steps"]
            if step["quarter"] == quarter["quarter"]
        ]
    if made["unscheduled"]:
        lines += ["", "Not in the plan:"]
        lines += [
            f"  {each['effort_days']:>6} d  {each['id']:<28} {each['why']}" for each in made["unscheduled"]
        ]
    if not made["proven"]:
        lines += ["", "The search was cut short: a better plan may exist."]
    return "\n".join(lines)
