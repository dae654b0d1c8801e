"""What the interactive charts share: the site's colours and font, and a figure of Plotly with them.

Colours go by their names in the style sheet: the browser puts in what each is in its theme.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

FONT = "Atkinson Hyperlegible Next, system-ui, sans-serif"
BARE = "rgba(0,0,0,0)"
ACT, MARK, INK, SOFT = "var(--act)", "var(--mark)", "var(--ink)", "var(--soft)"
LINE, HAIR, EDGE, SHEET, FILL = (
    "var(--line)",
    "var(--hair)",
    "var(--edge)",
    "var(--sheet)",
    "var(--chart-fill)",
)


@cache
def plotly() -> Any:
    """Plotly's traces and layouts. Only who opens a chart waits for them, and pays their memory."""
    from plotly import graph_objs

    return graph_objs


def pointed_at(trace: Any, hover: Sequence[str]) -> Any:
    """The trace, with what stands at the pointer for each of its points, in Plotly's small HTML."""
    return trace.update(customdata=hover, hovertemplate="%{customdata}<extra></extra>", meta="points")


def figure(traces: Sequence[Any], **layout: Any) -> dict[str, Any]:
    """A figure as JSON data: the traces in the site's look, with ``layout`` beside it."""
    label = {"bgcolor": SHEET, "bordercolor": EDGE, "font": {"color": INK, "family": FONT}, "align": "left"}
    shared = {
        "font": {"family": FONT, "color": INK, "size": 14},
        "paper_bgcolor": BARE,
        "plot_bgcolor": BARE,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": label,
        "autosize": True,
    }
    whole = plotly().Layout(**shared, **layout)
    return {"data": [each.to_plotly_json() for each in traces], "layout": whole.to_plotly_json()}
