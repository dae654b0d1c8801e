"""Pages: templates in each language, compressed once, whole or as the fragment that HTMX asks for."""

import gzip
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from app import languages
from app.compression import takes_gzip
from app.languages import LANGUAGES, Language
from app.paths import TEMPLATES
from app.static_files import StaticFiles
from scoring.index import rounded

HTML = "text/html; charset=utf-8"
# Pages behind a key: not kept by anyone, not listed by anyone.
PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}
PUBLIC = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}


_HOLE = re.compile("\ue000[a-z]+\ue001".encode())


def hole(name: str) -> str:
    """A mark, of characters that nobody types, where words are put in after a page was drawn."""
    return f"\ue000{name}\ue001"


@dataclass(frozen=True, slots=True)
class Page:
    """A rendered page, and the same bytes compressed."""

    body: bytes
    compressed: bytes

    def response(
        self, request: Request, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> Response:
        """The page as this request's browser can read it."""
        if takes_gzip(request.headers.get("accept-encoding", "")):
            zipped = {"Content-Encoding": "gzip", **(headers or {})}
            return Response(self.compressed, status, zipped, HTML)
        return Response(self.body, status, headers, HTML)

    def filled(self, words: Mapping[str, str]) -> "Page":
        """The page with the text for each of its holes, escaped."""
        texts = {mark.encode(): str(escape(text)).encode() for mark, text in words.items()}
        body = _HOLE.sub(lambda found: texts.get(found[0], b""), self.body)
        return Page(body, gzip.compress(body, 1, mtime=0))


class Pages:
    """The templates, ready in each language."""

    def __init__(self, static: StaticFiles) -> None:
        self._environments = {language: _environment(language, static) for language in LANGUAGES}

    def render(
        self, language: Language, template: str, context: Mapping[str, Any], *, level: int = 6
    ) -> Page:
        """The template with ``context``, in ``language``, compressed at ``level``."""
        body = self.text(language, template, context).encode()
        return Page(body, gzip.compress(body, level, mtime=0))

    def text(self, language: Language, template: str, context: Mapping[str, Any]) -> str:
        """The template with ``context``, in ``language``, for what is no page."""
        return self._environments[language].get_template(template).render(context)


def wants_fragment(request: Request) -> bool:
    """Whether HTMX asks for the part of the page that changes, rather than for the whole."""
    return request.headers.get("hx-request") == "true"


def _words(language: Language) -> tuple[Callable[..., str], Callable[..., str]]:
    """What stands for an English text in a template, in ``language``: in a page safe HTML, with its variables
    escaped; in what is no page the text itself.

    Jinja's own way looks at each text anew, which took two fifths of the time of a long page.
    """
    found = languages.translations(language)

    @cache
    def texts(text: str) -> tuple[Markup, str]:
        translated = found.gettext(text)
        return Markup(translated) % {}, translated % {}  # noqa: S704 - no text but a template's own

    @pass_eval_context
    def gettext(where: EvalContext, text: str, /, **variables: object) -> str:
        if not variables:
            return texts(text)[not where.autoescape]
        translated = found.gettext(text)
        return (Markup(translated) if where.autoescape else translated) % variables  # noqa: S704

    @pass_eval_context
    def ngettext(where: EvalContext, singular: str, plural: str, number: int, /, **variables: object) -> str:
        translated = found.ngettext(singular, plural, number)
        variables = {"num": number, **variables}
        return (Markup(translated) if where.autoescape else translated) % variables  # noqa: S704

    return gettext, ngettext


def _environment(language: Language, static: StaticFiles) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
    )
    gettext, ngettext = _words(language)
    environment.globals |= {
        "language": language,
        "static": static.address,
        "_": gettext,
        "gettext": gettext,
        "ngettext": ngettext,
    }
    environment.filters |= {
        "number": partial(languages.number, language=language),
        "whole": rounded,
        "percent": partial(languages.percent, language=language),
        "typed": partial(languages.typed, language=language),
        "person_days": partial(languages.person_days, language=language),
        "day": partial(languages.day, language=language),
    }
    return environment
