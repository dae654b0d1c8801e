"""The interactive chart of a result: the six scores around a circle and as bars, as Plotly's figures."""

import json
from collections.abc import Sequence
from typing import Any, TypedDict

from app.charts import ACT, BARE, EDGE, FILL, HAIR, INK, LINE, MARK, SOFT, figure, plotly, pointed_at
from questions.models import Framework
from scoring.index import PropertyResult, Result

BESIDE = 124  # on the scale to 100, where the scores end that stand beside the bars


class Reading(TypedDict):
    """What is said of a property: its name, what stands beside it, and its figures by its bar."""

    name: str
    parts: list[str]
    score: str
    points: str


def figures(framework: Framework, result: Result, readings: Sequence[Reading]) -> str:
    """Both figures and the readings, in the order of the result's properties, as JSON."""
    hover = ["<br>".join([f"<b>{each['name']}</b>", *each["parts"]]) for each in readings]
    names = [each["name"] for each in readings]
    target = framework.level_scores[result.target]
    shown = {
        "radar": _radar(result.properties, names, hover, target),
        "bars": _bars(framework, result.properties, readings, hover, target),
        "readings": [[each["name"], *each["parts"]] for each in readings],
    }
    return json.dumps(shown, ensure_ascii=False)


def _radar(
    properties: Sequence[PropertyResult], names: list[str], hover: list[str], target: int
) -> dict[str, Any]:
    go = plotly()
    scores = [p.score for p in properties]
    symbols = ["circle-open" if p.unknown else "circle" for p in properties]
    # A line comes round to where it began; only the first round can be pointed at.
    around = [*names, names[0]]
    return figure(
        [
            go.Scatterpolar(
                r=[*scores, scores[0]],
                theta=around,
                mode="lines",
                line={"color": ACT, "width": 2.5},
                fill="toself",
                fillcolor=FILL,
                hoverinfo="skip",
            ),
            go.Scatterpolar(
                r=[target] * len(around),
                theta=around,
                mode="lines",
                line={"color": MARK, "width": 2, "dash": "6px,4px"},
                hoverinfo="skip",
            ),
            pointed_at(
                go.Scatterpolar(
                    r=scores,
                    theta=names,
                    mode="markers",
                    marker={"color": ACT, "size": 11, "symbol": symbols, "line": {"width": 2, "color": ACT}},
                    cliponaxis=False,
                ),
                hover,
            ),
        ],
        margin={"l": 80, "r": 80, "t": 36, "b": 36},
        hovermode="closest",
        polar={
            "bgcolor": BARE,
            "gridshape": "linear",
            "angularaxis": {
                "direction": "clockwise",
                "rotation": 90,
                "linecolor": HAIR,
                "gridcolor": LINE,
                "ticks": "",
                "tickfont": {"color": INK},
            },
            "radialaxis": {
                "range": [0, 100],
                "tickvals": [25, 50, 75],
                "angle": 90,
                "tickangle": 90,
                "showline": False,
                "ticks": "",
                "gridcolor": LINE,
                "tickfont": {"color": SOFT, "size": 11},
            },
        },
    )


def _bars(
    framework: Framework,
    properties: Sequence[PropertyResult],
    readings: Sequence[Reading],
    hover: list[str],
    target: int,
) -> dict[str, Any]:
    go = plotly()
    names = [each["name"] for each in readings]
    colours = [_bar_colour(framework, each) for each in properties]
    # Hatched in the bar's colour, on nothing.
    patterns = {"shape": ["/" if p.unknown else "" for p in properties], "size": 6}
    return figure(
        [
            pointed_at(
                go.Bar(
                    x=[p.score for p in properties],
                    y=names,
                    orientation="h",
                    width=0.42,
                    marker={"color": colours, "line": {"color": EDGE, "width": 1}, "pattern": patterns},
                ),
                hover,
            ),
            go.Scatter(
                x=[target] * len(names),
                y=names,
                mode="markers",
                marker={"symbol": "line-ns", "size": 26, "line": {"color": MARK, "width": 2.5}},
                cliponaxis=False,
                hoverinfo="skip",
            ),
            # On the axis at the right, whose names are the points.
            go.Scatter(
                x=[BESIDE] * len(names),
                y=names,
                yaxis="y2",
                mode="text",
                text=[f"<b>{each['score']}</b>" for each in readings],
                textposition="middle left",
                textfont={"color": INK},
                cliponaxis=False,
                hoverinfo="skip",
            ),
        ],
        margin={"l": 8, "r": 8, "t": 12, "b": 32},
        hovermode="y",
        xaxis={
            "range": [0, BESIDE],
            "tickvals": [0, 25, 50, 75, 100],
            "fixedrange": True,
            "gridcolor": LINE,
            "zeroline": False,
            "tickfont": {"color": SOFT, "size": 11},
        },
        yaxis=_names(len(names), INK, side="left"),
        yaxis2=_names(
            len(names),
            SOFT,
            side="right",
            overlaying="y",
            tickvals=names,
            ticktext=[each["points"] for each in readings],
        ),
    )


def _bar_colour(framework: Framework, part: PropertyResult) -> str:
    rank = framework.level_ranks[part.level]
    if part.unknown:
        return EDGE
    return f"var(--l{rank})" if rank else BARE


def _names(count: int, colour: str, **more: Any) -> dict[str, Any]:
    return {
        # From below the last name to above the first, on both sides alike.
        "range": [count - 0.5, -0.5],
        "automargin": True,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticklabelstandoff": 8,
        "tickfont": {"color": colour},
        **more,
    }
