"""``ai-index score``: for programs in JSON, for people as a table, and one line where it cannot."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from app.cases import LARGEST_INPUT, as_data, score_case
from tests.core.answers import LEVELS, QUESTIONS, UNKNOWN, every
from tests.core.terminal import COMMAND, Said, spawned, typed

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden_scores.json").read_text(encoding="utf-8")
)
INPUTS = [{key: value for key, value in case.items() if key != "expect"} for case in GOLDEN]
GOOD = json.dumps({"answers": every("declared")})


def written(folder: Path, content: str | bytes, name: str = "case.json") -> str:
    file = folder / name
    file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return str(file)


def refused(said: Said) -> str:
    """The one short line that a refused command says, to standard error, with exit code 2."""
    assert (said.code, said.out) == (2, "")
    line, end, rest = said.err.partition("\n")
    assert (end, rest) == ("\n", "")
    assert 0 < len(line) < 1000
    return line


def gives(result: dict[str, Any], expected: dict[str, Any]) -> bool:
    """Whether a printed result says all that is expected, each part in its order."""
    parts = [
        all(part.items() >= wanted.items() for part, wanted in zip(result[key], expected[key], strict=True))
        for key in ("properties", "components")
    ]
    return all(parts) and all(
        result[key] == expected[key] for key in expected.keys() - {"properties", "components"}
    )


def test_every_worked_case_comes_out_of_the_command_exactly(tmp_path: Path) -> None:
    said = spawned("score", written(tmp_path, json.dumps(INPUTS)), "--json")
    assert (said.code, said.err) == (0, "")
    results = json.loads(said.out)
    assert len(results) == len(GOLDEN)
    for result, case in zip(results, GOLDEN, strict=True):
        assert gives(result, case["expect"])
        assert ("index_evidenced" in result) is ("evidence" in case)
        assert result["framework"] == "ai-id@1.0"


def test_a_case_from_standard_input_gives_one_result() -> None:
    said = spawned("score", "-", "--json", stdin=GOOD)
    assert (said.code, said.err) == (0, "")
    assert json.loads(said.out) == as_data(score_case(json.loads(GOOD)))


def test_one_case_gives_an_object_and_an_array_of_one_an_array(tmp_path: Path) -> None:
    alone = json.loads(typed("score", written(tmp_path, GOOD), "--json").out)
    assert json.loads(typed("score", written(tmp_path, f"[{GOOD}]"), "--json").out) == [alone]


def test_the_option_may_stand_before_the_file() -> None:
    assert typed("score", "--json", "-", stdin=GOOD) == typed("score", "-", "--json", stdin=GOOD)


def test_numbers_are_exact_and_whole_ones_have_no_point() -> None:
    said = typed("score", "-", "--json", stdin=json.dumps({"answers": every("declared", owner="documented")}))
    assert '"index": 27.5,' in said.out
    assert '"weight": 20,' in said.out
    assert '"score": 37.5,' in said.out
    assert '"score": 25,' in said.out
    assert '"index_if_unknowns_were_best": 27.5,' in said.out


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert typed("score", written(tmp_path, b"\xef\xbb\xbf" + GOOD.encode())).code == 0


def test_the_table_shows_the_sentence_the_sum_and_the_ladder() -> None:
    take = every("documented", owner="measured", threats="absent", policy="operational")
    said = typed("score", "-", stdin=json.dumps({"answers": take}))
    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == "Taking hold: 53 of 100  (ai-id@1.0)"
    rows = [" ".join(line.split()) for line in lines]
    assert rows[2] == "Accountable ##.. Documented 75 x 20 % = 15"
    assert rows[4] == "Secure .... Absent 25 x 17 % = 4.25"
    assert rows[8] == "AI Index 53.125"
    assert rows[10] == "AI policy ##.. Documented"
    assert [row[:3] for row in rows[17:21]] == ["[x]", "[x]", "[ ]", "[x]"]
    assert [row.split()[1] for row in rows[-12:]] == list(QUESTIONS)
    assert rows[-12] == "#### owner Measured and improved"
    assert rows[-8] == ".... threats Absent"


def test_the_sum_in_the_table_lines_up() -> None:
    lines = typed("score", "-", stdin=GOOD).out.splitlines()[2:9]
    assert len({len(line) for line in lines}) == 1


def test_the_table_says_what_holds_the_band_back() -> None:
    said = typed("score", "-", stdin=json.dumps({"answers": every("measured", threats="absent")}))
    assert said.out.splitlines()[:2] == ["Taking hold: 92 of 100  (ai-id@1.0)", "Held back by Secure"]


def test_the_table_shows_the_range_that_unknowns_leave() -> None:
    said = typed("score", "-", stdin=json.dumps({"answers": every("measured", owner=UNKNOWN)}))
    assert "With 1 unknown: from 90 to 100\n" in said.out
    assert "????  owner           I don't know\n" in said.out


def test_the_table_never_shows_an_unknown_as_absent() -> None:
    said = typed("score", "-", stdin=json.dumps({"answers": every("measured", owner=UNKNOWN)}))
    rows = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "Accountable ???? Not known 50 x 20 % = 10" in rows
    assert "Named roles ???? Not known" in rows
    assert "Absent" not in said.out


def test_the_table_shows_the_evidenced_index_where_evidence_is_given() -> None:
    case = {"answers": every("measured"), "evidence": ["owner"]}
    assert "By what is proven: 32.5\n" in typed("score", "-", stdin=json.dumps(case)).out
    assert "By what is proven" not in typed("score", "-", stdin=GOOD).out


def test_several_cases_give_several_tables() -> None:
    said = typed("score", "-", stdin=f"[{GOOD},{GOOD}]")
    table = typed("score", "-", stdin=GOOD).out
    assert said.out == f"{table}\n{table}"


MISSING = json.dumps({"answers": {q: "declared" for q in QUESTIONS if q != "owner"}})
NAN = json.dumps({"answers": every("declared") | {"owner": float("nan")}})
BAD: dict[str, tuple[str | bytes, str]] = {
    "a missing question": (MISSING, "answers: owner missing; all 12 questions are needed"),
    "an extra question": (
        json.dumps({"answers": every("declared", budget="declared")}),
        f"answers: 'budget' is not a question; allowed: {', '.join(QUESTIONS)}",
    ),
    "a doubled question": (
        GOOD.replace('"owner"', '"owner": "absent", "owner"', 1),
        "'owner' is there twice; allowed: each name once",
    ),
    "a level that does not exist": (
        json.dumps({"answers": every("declared", owner="perfect")}),
        f"answers.owner: 'perfect' is not a level; allowed: {', '.join(LEVELS)}, unknown",
    ),
    "an unknown version": (
        json.dumps({"answers": every("declared"), "framework": "ai-id@2.0"}),
        "framework 'ai-id@2.0' is unknown; allowed: ai-id@1.0",
    ),
    "no JSON": ("owner: documented", "not JSON: Expecting value at line 1 column 1; allowed: "),
    "NaN": (NAN, "not JSON: NaN is no JSON value; allowed: "),
    "a million letters": (f'"{"x" * 1_000_000}"', "the input is a text; allowed: "),
    "a level of a million letters": (
        json.dumps({"answers": every("declared", owner="x" * 1_000_000)}),
        f"answers.owner: '{'x' * 60}'… is not a level; allowed: ",
    ),
    "a hundred thousand objects in each other": (
        '{"answers":' * 100_000 + "1" + "}" * 100_000,
        "not a case: nested too deeply; allowed: ",
    ),
    "an empty array": ("[]", "the array is empty; allowed: one case (an object) or more"),
    "an empty file": ("", "not JSON: Expecting value at line 1 column 1; allowed: "),
    "a fault in an array": (
        f"[{GOOD}, {MISSING}]",
        "case 2: answers: owner missing; all 12 questions are needed",
    ),
    "a fault of JSON in an array": (f"[{GOOD}, {NAN}]", "case 2: not JSON: NaN is no JSON value; allowed: "),
}


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "table"])
@pytest.mark.parametrize(("content", "message"), BAD.values(), ids=BAD)
def test_bad_input_exits_two_with_one_short_line(
    tmp_path: Path, content: str, message: str, as_json: bool
) -> None:
    options = ["--json"] if as_json else []
    assert refused(typed("score", written(tmp_path, content), *options)).startswith(message)
    assert refused(typed("score", "-", *options, stdin=content)).startswith(message)


@pytest.mark.parametrize(
    "name", ["a million letters", "a hundred thousand objects in each other", "a fault of JSON in an array"]
)
def test_bad_input_exits_two_with_one_short_line_in_a_process_of_its_own(name: str) -> None:
    content, message = BAD[name]
    assert refused(spawned("score", "-", "--json", stdin=content)).startswith(message)


def test_a_file_that_is_not_utf_8_is_named(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD.encode("utf-16"))
    assert refused(typed("score", file)) == f"'{file}': not UTF-8 text; allowed: JSON"
    assert refused(typed("score", "-", stdin=b"\xff\xfe{")) == "'-': not UTF-8 text; allowed: JSON"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    file = str(tmp_path / "nothing.json")
    allowed = "allowed: a file that can be read, or - for standard input"
    assert refused(typed("score", file)) == f"'{file}': No such file or directory; {allowed}"
    assert refused(typed("score", str(tmp_path))) == f"'{tmp_path}': Is a directory; {allowed}"


def test_a_file_name_is_never_repeated_whole_where_it_is_long() -> None:
    assert refused(typed("score", "x" * 100_000)).startswith(f"'{'x' * 200}'…: File name too long; allowed: ")


def test_a_file_name_stays_on_one_line() -> None:
    assert refused(typed("score", "no\nsuch\nfile")).startswith(
        r"'no\nsuch\nfile': No such file or directory"
    )


@pytest.mark.parametrize("command", ["score /dev/zero", "score - < /dev/zero"])
def test_an_input_without_end_is_left_where_it_is_too_long(command: str) -> None:
    limited = f"ulimit -v 1500000; exec {COMMAND} {command}"
    done = subprocess.run(["sh", "-c", limited], capture_output=True, text=True, check=False, timeout=60)
    said = refused(Said(done.returncode, done.stdout, done.stderr))
    assert said == f"the input is too long; allowed: at most {LARGEST_INPUT} characters"
