"""The interactive chart of a roadmap: its curve under each strategy and its days, as Plotly's figures."""

import json
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, NamedTuple, TypedDict

from app.charts import ACT, BARE, EDGE, INK, LINE, MARK, SOFT, figure, plotly, pointed_at
from app.roadmap.explored import Mark
from scoring.index import rounded

MANY = 8  # of more marks than these, only each third has its name and number
LINE_LENGTH, MOST_LINES = 42, 13  # of what stands at the pointer, which must fit on a phone
MARGIN = {"l": 34, "r": 22, "t": 12, "b": 30}
SCALE = 10  # from one line of the index's scale to the next
NEAR = 0.16  # of the scale: what lies so far above a mark would have its number on it


class Look(NamedTuple):
    """How a strategy's line is told from the others: the form of its points, and its dashes."""

    symbol: str
    dash: str


LOOKS: Mapping[str, Look] = {
    "foundation": Look("circle", "9px,4px"),
    "weakest-first": Look("square", "2px,4px"),
    "fastest": Look("diamond", "10px,4px,2px,4px"),
}


class Reading(TypedDict):
    """What is said of a mark of the curve: its name, its name on the axis, what stands beside it, the steps
    finished then with the words before them, the words for one more of them, for two and so on, and the work,
    in words and as a number of days."""

    name: str
    short: str
    parts: list[str]
    finished: str
    steps: list[str]
    more: list[str]
    work: str
    days: str


def figures(
    marks: Sequence[Mark],
    strategies: Sequence[str],
    target: float,
    capacity: float,
    readings: Sequence[Reading],
) -> str:
    """Both figures and the readings, for each of the marks, as JSON. The first strategy is the plan's own."""
    hover = [_hover(each) for each in readings]
    names = [each["short"] for each in readings]
    shown = {
        "curve": _curve(marks, strategies, target, names, hover),
        "days": _days(marks, capacity, names, readings),
        "readings": [[each["name"], *each["parts"], *_finished(each)] for each in readings],
    }
    return json.dumps(shown, ensure_ascii=False)


def _finished(reading: Reading) -> list[str]:
    said = f"{reading['finished']} {'; '.join(reading['steps'])}".strip().removesuffix(".")
    return [said] if said else []


def _hover(reading: Reading) -> str:
    """What stands at the pointer: as many of the steps as fit, for a label that does not fit is not shown."""
    said = [line for each in reading["parts"] for line in _lines(each)] + _lines(reading["finished"])
    left = len(reading["steps"])
    for step in reading["steps"]:
        lines = _lines(f"– {step}")
        if len(said) + len(lines) > MOST_LINES:
            break
        said, left = [*said, *lines], left - 1
    more = [reading["more"][left - 1]] if left else []
    return "<br>".join([f"<b>{reading['name']}</b>", *said, *more])


def _hover_days(reading: Reading) -> str:
    return "<br>".join([f"<b>{reading['name']}</b>", *_lines(reading["work"])])


def _lines(text: str) -> list[str]:
    # Only at spaces between words: a number stays with its unit, a French mark with its word.
    lines = wrap(text.replace("\u00a0", "\0"), LINE_LENGTH, break_on_hyphens=False)
    return [line.replace("\0", "\u00a0") for line in lines]


def _curve(
    marks: Sequence[Mark], strategies: Sequence[str], target: float, names: list[str], hover: list[str]
) -> dict[str, Any]:
    own, *others = strategies
    go = plotly()
    aim = go.Scatter(
        x=names,
        y=[target] * len(names),
        mode="lines",
        line={"color": MARK, "width": 2, "dash": "6px,4px"},
        hoverinfo="skip",
    )
    least, most = _scale([target, *(index for mark in marks for index in mark.indices.values())])
    near = NEAR * (most - least)
    places = [_place(mark.indices[own], [target, *mark.indices.values()], near) for mark in marks]
    return figure(
        [
            aim,
            *(_quiet(marks, each, names) for each in others),
            _milestone(marks, own, names, places),
            _strong(marks, own, names, hover, places),
        ],
        margin=MARGIN,
        hovermode="x",
        xaxis=_quarters(names),
        yaxis={
            # Room for a number above the highest mark, and below the lowest.
            "range": [least - SCALE / 2, most + SCALE / 2],
            "tickvals": list(range(least, most + 1, SCALE)),
            "fixedrange": True,
            "gridcolor": LINE,
            "zeroline": False,
            "tickfont": {"color": SOFT, "size": 12},
        },
    )


def _place(index: float, others: Sequence[float], near: float) -> str:
    """Where the number of a mark stands: below it, where something else lies just above."""
    return "bottom center" if any(0 < each - index < near for each in others) else "top center"


def _scale(indices: Sequence[float]) -> tuple[int, int]:
    """The ends of the scale: the tens around all that is shown, since the lines lie close together."""
    least = int(min(indices) // SCALE * SCALE)
    return least, max(int(-(-max(indices) // SCALE) * SCALE), least + SCALE)


def _milestone(marks: Sequence[Mark], strategy: str, names: list[str], places: list[str]) -> Any:
    viable = [mark.quarter for mark in marks if mark.viable[strategy]]
    indices = [marks[quarter].indices[strategy] for quarter in viable]
    return plotly().Scatter(
        x=[names[quarter] for quarter in viable],
        y=indices,
        mode="markers+text",
        text=[_number(index) for index in indices],
        textposition=[places[quarter] for quarter in viable],
        textfont={"color": INK},
        marker={"symbol": "circle-open", "size": 26, "color": ACT, "line": {"width": 2.5, "color": ACT}},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _quiet(marks: Sequence[Mark], strategy: str, names: list[str]) -> Any:
    look = LOOKS[strategy]
    return plotly().Scatter(
        x=names,
        y=[mark.indices[strategy] for mark in marks],
        mode="lines+markers",
        line={"color": SOFT, "width": 2, "dash": look.dash},
        marker={
            "symbol": f"{look.symbol}-open",
            "size": 13,
            "color": SOFT,
            "line": {"width": 2, "color": SOFT},
        },
        cliponaxis=False,
        hoverinfo="skip",
    )


def _strong(
    marks: Sequence[Mark], strategy: str, names: list[str], hover: list[str], places: list[str]
) -> Any:
    every = _every(len(marks))
    # The milestone has its number at its ring.
    numbered = [mark.quarter % every == 0 and not mark.viable[strategy] for mark in marks]
    indices = [mark.indices[strategy] for mark in marks]
    trace = plotly().Scatter(
        x=names,
        y=indices,
        mode="lines+markers+text",
        text=[_number(index) if has else "" for index, has in zip(indices, numbered, strict=True)],
        textposition=places,
        textfont={"color": INK},
        line={"color": ACT, "width": 3.5},
        marker={
            "symbol": LOOKS[strategy].symbol,
            "size": 11,
            "color": ACT,
            "line": {"width": 2, "color": ACT},
        },
        cliponaxis=False,
    )
    return pointed_at(trace, hover)


def _number(index: float) -> str:
    return f"<b>{rounded(index)}</b>"


def _days(
    marks: Sequence[Mark], capacity: float, names: list[str], readings: Sequence[Reading]
) -> dict[str, Any]:
    go = plotly()
    # Nothing is worked today, which has its place all the same: the marks of both figures go by one number.
    there_are = [capacity if mark.quarter else None for mark in marks]
    available = go.Bar(
        x=names, y=there_are, width=0.62, marker={"color": BARE, "line": {"color": EDGE, "width": 1.5}}
    )
    finished = [mark.work.days - mark.work.later for mark in marks]
    every = _every(len(names))
    return figure(
        [
            pointed_at(available, [_hover_days(each) for each in readings]),
            _bars(names, finished, [0.0] * len(names), ""),
            _bars(names, [mark.work.later for mark in marks], finished, "/"),
            go.Scatter(
                x=names[1:],
                y=[capacity] * (len(names) - 1),
                mode="text",
                text=[each["days"] if at % every == 0 else "" for at, each in enumerate(readings)][1:],
                textposition="top center",
                textfont={"color": INK},
                cliponaxis=False,
                hoverinfo="skip",
            ),
        ],
        margin=MARGIN,
        hovermode="x",
        barmode="overlay",
        xaxis=_quarters(names),
        yaxis={
            "range": [0, (capacity or 1) * 1.2],  # room for the number above a bar
            "fixedrange": True,
            "showgrid": False,
            "zeroline": True,
            "zerolinecolor": LINE,
            "showticklabels": False,
        },
    )


def _bars(names: list[str], days: list[float], base: list[float], pattern: str) -> Any:
    return plotly().Bar(
        x=names,
        y=[each or None for each in days],
        base=base,
        width=0.46,
        # Hatched in the bar's colour, on nothing.
        marker={"color": ACT, "line": {"color": ACT, "width": 1}, "pattern": {"shape": pattern, "size": 7}},
        hoverinfo="skip",
    )


def _every(count: int) -> int:
    return 1 if count <= MANY else 3


def _quarters(names: list[str]) -> dict[str, Any]:
    return {
        "type": "category",
        "range": [-0.5, len(names) - 0.5],
        "tickvals": names[:: _every(len(names))],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 4,
        "tickangle": 0,
        "tickfont": {"color": SOFT},
    }
