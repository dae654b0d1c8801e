"""What every slice needs of the running site, and how a request finds it."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.database import Database
from app.keys import SHAPE
from app.languages import LANGUAGES, Language
from app.settings import Settings
from app.static_files import StaticFiles
from app.typesetting import Typesetter
from app.web import PRIVATE, Pages
from questions.packs import Pack, load
from questions.texts import Texts

MOST_FIELDS = 60


class FormError(ValueError):
    """A body that is not the form it should be."""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """The running site: its settings, database, pages, clock and typesetter."""

    settings: Settings
    database: Database
    pages: Pages
    static: StaticFiles
    clock: Callable[[], datetime.datetime]
    typesetter: Typesetter = field(default_factory=Typesetter)

    @property
    def keep(self) -> datetime.timedelta:
        """How long a take's link works."""
        return datetime.timedelta(days=self.settings.retention_days)


class _LanguageConvertor(StringConvertor):
    regex = "|".join(LANGUAGES)


class _KeyConvertor(StringConvertor):
    regex = SHAPE


register_url_convertor("language", _LanguageConvertor())
register_url_convertor("key", _KeyConvertor())


def site_of(request: Request) -> Site:
    """The site that serves ``request``."""
    site: Site = request.app.state.site
    return site


def language_of(request: Request) -> Language:
    """The language in the request's path."""
    return Language(request.path_params["language"])


def words_of(framework: str, language: Language) -> tuple[Pack, Texts]:
    """A framework version's pack, and its words in ``language``."""
    pack = load(framework)
    return pack, pack.texts[language]


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a posted form; of a field sent twice the last one counts.

    Raises ``FormError`` where the body is no form.
    """
    content_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    body = await request.body()
    if body and content_type != "application/x-www-form-urlencoded":
        raise FormError(f"content type {content_type[:60]!r}; allowed: application/x-www-form-urlencoded")
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")
    except ValueError:
        raise FormError("the body is not a form") from None
    return dict(pairs)


def other_language(request: Request) -> Response | None:
    """Where the request asks for the page in another language (``?language=fr``), the way there.

    The link is relative to the page, so that no page needs to hold its own key. What else the address
    asks for stays.
    """
    wanted = request.query_params.get("language")
    if wanted not in LANGUAGES:
        return None
    path = re.sub(r"^/[a-z]{2}(?=/)", f"/{wanted}", request.url.path)
    rest = [(name, value) for name, value in request.query_params.multi_items() if name != "language"]
    return see_other(f"{path}?{urlencode(rest)}" if rest else path)


def see_other(address: str) -> Response:
    """Go on at ``address``, by GET; nobody keeps that."""
    return RedirectResponse(address, 303, headers=PRIVATE)
