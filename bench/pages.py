"""A question page against a bare route that returns the same bytes from memory."""

import base64
import json
import random
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from app.settings import Settings
from bench.bare import PAGES
from bench.load import Call, Tally, run
from bench.real import UNLIMITED
from bench.report import Pairs, Row, figures
from bench.servers import uvicorn
from bench.takes import QUESTIONS, SeededTake, begun_takes, dealt, seed

LEAST_RATIO = 0.2
CONNECTIONS = 16
# A page drawn anew takes several times as long: fewer of them say as much.
SLOWER = 3


def page_rows(folder: Path, rounds: int, calls_a_round: int) -> list[Row]:
    """Pages of takes with 0 to 12 answers; then pages that show a person's note, drawn anew each time."""
    chance = random.Random(22)
    plain = begun_takes(390, chance, with_notes=False)
    noted = [take for take in begun_takes(390, chance, with_notes=True) if take.levels]
    settings = Settings.model_validate({"database": f"sqlite:///{folder / 'pages.sqlite3'}"})
    seed(settings, [*plain, *noted])
    kinds = {
        "a question page": _visits(plain, chance),
        "a question page with a note, drawn anew each time": _visits(noted, chance),
    }
    environment = UNLIMITED | {"AI_INDEX_DATABASE": settings.database.get_secret_value()}
    rows = []
    with uvicorn("bench.real:site", environment, "/healthz") as ours:
        kept = _keep(folder / "pages.json", ours.port, [call for calls in kinds.values() for call in calls])
        with uvicorn("bench.bare:pages", {PAGES: str(kept)}) as bare:
            for (name, calls), share in zip(kinds.items(), (1, SLOWER), strict=True):
                pairs = _pairs(ours.port, bare.port, calls, rounds, calls_a_round // share)
                rows.append(_row(name, pairs))
    return rows


def _visits(takes: Sequence[SeededTake], chance: random.Random) -> list[Call]:
    """For each take the question that it stands at, and one that it answered before."""
    visits = []
    for take in takes:
        here = min(len(take.levels), len(QUESTIONS) - 1)
        places = (chance.randrange(len(take.levels)) if take.noted else here, chance.randrange(here + 1))
        if take.noted:
            places = (places[0], chance.randrange(len(take.levels)))
        visits += [Call(take.address(QUESTIONS[place])) for place in places]
    chance.shuffle(visits)
    return visits


def _keep(path: Path, port: int, calls: Sequence[Call]) -> Path:
    """Write every page's compressed bytes, as our side sends them, to ``path``."""
    bodies: dict[bytes, int] = {}
    paths = {}
    for call in calls:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{call.path}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["content-encoding"] == "gzip"
            paths[call.path] = bodies.setdefault(answer.read(), len(bodies))
    encoded = [base64.b64encode(body).decode() for body in bodies]
    path.write_text(json.dumps({"bodies": encoded, "paths": paths}))
    return path


def _pairs(ours: int, bare: int, calls: Sequence[Call], rounds: int, calls_a_round: int) -> Pairs:
    repeated = [calls[place % len(calls)] for place in range(calls_a_round)]
    lanes = dealt(repeated, CONNECTIONS)
    tallies: dict[int, list[Tally]] = {ours: [], bare: []}
    for _ in range(rounds + 1):
        for port in (ours, bare):
            tallies[port].append(run(port, lanes))
    return Pairs(tallies[ours][1:], tallies[bare][1:])


def _row(name: str, pairs: Pairs) -> Row:
    met = pairs.ratio >= LEAST_RATIO and pairs.errors == 0
    wrong = f", {pairs.errors} errors" if pairs.errors else ""
    return Row(
        f"{name}, {CONNECTIONS} connections",
        figures(pairs.ours) + wrong,
        figures(pairs.baseline),
        f"{pairs.ratio:.2f}",
        f"at least {LEAST_RATIO}",
        met,
    )
