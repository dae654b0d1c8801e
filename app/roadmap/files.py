"""A roadmap as files: its data, a workbook, a table of tasks for other software, and a calendar."""

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.planning.choices import Choices
from app.planning.planner import data_of
from app.results.files import calendar_file, csv_file, take_json
from app.results.files.cells import guarded
from app.results.paper import Paper
from app.results.views import card_number
from app.roadmap.views import QuarterView, StepView, quarters_of
from app.site import Site, words_of
from scoring.roadmap import Plan

if TYPE_CHECKING:
    from icalendar import Event

# Importers know these names in whatever language they are used, and separate by commas alone.
COLUMNS = (
    "Summary",
    "Description",
    "Section",
    "Assignee",
    "Start Date",
    "Due Date",
    "Labels",
    "Estimate in days",
    "Quarter",
)
SEPARATOR = ","
LABEL = "ai-index"
PRODUCT = "Roadmap"


@dataclass(frozen=True, slots=True)
class Planned:
    """A take's roadmap in one language, and the site that tells it."""

    site: Site
    take: TakeState
    choices: Choices
    made: Plan
    language: Language

    @property
    def quarters(self) -> list[QuarterView]:
        """The quarters, each with its steps."""
        return quarters_of(words_of(self.take.framework, self.language)[1], self.choices, self.made)

    def words(self, quarters: list[QuarterView]) -> dict[str, Any]:
        """What the files say of these quarters and of the steps in them."""
        steps = [step for quarter in quarters for step in quarter.steps]
        about = {"quarters": quarters, "steps": steps}
        words: dict[str, Any] = json.loads(self.site.pages.text(self.language, "files/plan.html", about))
        return words


def plan_json(planned: Planned) -> bytes:
    """The plan as ``ai-index plan --json`` prints it."""
    return take_json.written(data_of(planned.made, planned.choices.starts_on))


def plan_xlsx(planned: Planned, paper: Paper) -> bytes:
    """The roadmap's workbook, to be printed on that paper. On one day the same plan gives the same bytes."""
    from app.roadmap.workbook import file

    return file.plan_xlsx(planned, paper)


def plan_csv(planned: Planned) -> bytes:
    """A row for each planned step; what people wrote is guarded against being taken for a formula."""
    quarters = planned.quarters
    words = planned.words(quarters)
    framework = words_of(planned.take.framework, planned.language)[0].framework
    rows: list[tuple[object, ...]] = [COLUMNS]
    for quarter in quarters:
        for step in quarter.steps:
            rows.append(
                (
                    step.text.title,
                    words["steps"][step.planned.step.id]["task"],
                    words["quarters"][quarter.quarter.quarter - 1]["section"],
                    guarded(step.choice.owner),
                    step.starts_on.isoformat(),
                    step.ends_on.isoformat(),
                    f"{LABEL} {framework.question(step.planned.step.question).property}",
                    f"{step.planned.effort_days:g}",
                    quarter.quarter.quarter,
                )
            )
    return csv_file.table(rows, SEPARATOR, csv.QUOTE_MINIMAL)


def plan_calendar(planned: Planned) -> bytes:
    """The steps' days and the quarters' ends. It does not hold the take's link: calendars are shared."""
    quarters = planned.quarters
    words = planned.words(quarters)
    events: list[Event] = []
    for quarter in quarters:
        events += [_step(planned, step, words) for step in quarter.steps]
        events.append(_end(planned, quarter, words))
    return calendar_file.published(events, planned.language, PRODUCT)


def _step(planned: Planned, step: StepView, words: dict[str, Any]) -> "Event":
    key = step.planned.step.id
    name = f"{card_number(planned.take.id)}-step-{key.replace(':', '-')}"
    days = (step.starts_on, step.ends_on)
    said = {
        "summary": step.text.title,
        "description": words["steps"][key]["event"],
        "category": words["category"],
    }
    return calendar_file.whole_days(planned.site, planned.language, name, days, said)


def _end(planned: Planned, quarter: QuarterView, words: dict[str, Any]) -> "Event":
    number = quarter.quarter.quarter
    name = f"{card_number(planned.take.id)}-quarter-{number}"
    days = (quarter.ends_on, quarter.ends_on)
    said = words["quarters"][number - 1] | {"category": words["category"]}
    return calendar_file.whole_days(planned.site, planned.language, name, days, said)
