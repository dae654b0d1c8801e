"""``ai-index plan``: JSON in, the best plan out, and one line of error for what cannot be planned."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from app.cli import cli
from questions.packs import CURRENT, load

FRAMEWORK = load(CURRENT).framework
BLANK = dict.fromkeys(FRAMEWORK.question_ids, "absent")
CASE: dict[str, Any] = {
    "answers": BLANK,
    "size": "small",
    "capacity_days": 8,
    "start": "2027-01-01",
}


def run(data: object, *options: str) -> Any:
    """What the command prints for ``data``, parsed."""
    done = CliRunner().invoke(cli, ["plan", "-", "--json", *options], input=json.dumps(data))
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


def test_a_case_gives_a_plan_with_dates() -> None:
    found = run(CASE)
    assert found["framework"] == CURRENT
    assert (found["strategy"], found["quarters"], found["proven"]) == ("foundation", 4, True)
    assert [each["ends_on"] for each in found["by_quarter"]] == [
        "2027-03-31",
        "2027-06-30",
        "2027-09-30",
        "2027-12-31",
    ]
    assert found["index_end"] == found["by_quarter"][-1]["index"] == found["steps"][-1]["index_after"]
    for step in found["steps"]:
        quarter = found["by_quarter"][step["quarter"] - 1]
        assert step["id"] == f"{step['question']}:{step['to_level']}"
        assert "2027-01-01" <= step["starts_on"] <= step["ends_on"] <= quarter["ends_on"]
        assert step["ends_on"] >= quarter["starts_on"]
    assert len(found["objective"]) == 2


def test_an_array_gives_an_array() -> None:
    assert [each["strategy"] for each in run([CASE, CASE | {"strategy": "fastest"}])] == [
        "foundation",
        "fastest",
    ]


def test_a_table_is_for_people() -> None:
    done = CliRunner().invoke(cli, ["plan", "-"], input=json.dumps(CASE | {"capacity_days": 2}))
    assert done.exit_code == 0
    assert "Quarter 1, to 2027-03-31" in done.stdout
    assert "Not in the plan:" in done.stdout


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"capacity_days": -1}, "capacity_days: -1.0; allowed: person-days from 0 to 10000, to two decimals"),
        ({"capacity_days": None}, "capacity_days is missing; needed: answers, size, capacity_days"),
        ({"capacity_days": "8"}, "capacity_days is a text; allowed: a number"),
        ({"capacity_days": True}, "capacity_days is true or false; allowed: a number"),
        ({"quarters": 2.5}, "quarters is 2.5; allowed: a whole number"),
        ({"quarters": 1e300}, "quarters: "),
        ({"start": "1 January"}, "start is '1 January'; allowed: a day such as 2027-01-01"),
        ({"start": "2027-02-30"}, "start is '2027-02-30'; allowed"),
        ({"start": "20270101"}, "start is '20270101'; allowed"),
        ({"start": 2027}, "start is a number; allowed"),
        ({"efforts": {"owner:nothing": 1}}, "efforts: 'owner:nothing' is not a step; allowed"),
        (
            {"efforts": {"owner:declared": "1"}},
            "efforts: 'owner:declared' is a text; allowed: person-days for each step",
        ),
        ({"pinned": {"owner:declared": 1.5}}, "pinned: 'owner:declared' is 1.5; allowed: a whole number"),
        ({"done": "owner:declared"}, "done is no array of names; allowed: an array of steps' names"),
        ({"target": 3}, "target is a number; allowed: an object with a level's name for each property"),
        ({"colour": "red"}, "'colour' is not a field; allowed: framework, answers, size"),
        ({"framework": "ai-id@9.9"}, "ai-id@9.9"),
        ({"answers": {"owner": "declared"}}, "answers: decision-trail"),
    ],
)
def test_what_cannot_be_planned_exits_with_2_and_one_line(more: dict[str, Any], said: str) -> None:
    done = CliRunner().invoke(cli, ["plan", "-", "--json"], input=json.dumps(CASE | more))
    assert done.exit_code == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_in_an_array_the_case_is_named() -> None:
    data = json.dumps([CASE, CASE | {"size": "huge"}])
    done = CliRunner().invoke(cli, ["plan", "-"], input=data)
    assert done.stderr.startswith("case 2: size: 'huge' is none; allowed: small, medium, large")
