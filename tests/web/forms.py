"""Every form of the site, found by walking its pages as a person would."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from starlette.routing import Match, Route

from tests.web.pages import Element, Page, page_of
from tests.web.running import SITE

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page of a take in some ``state``: its addresses have ``{key}`` where the key stands."""

    state: str
    page: str
    action: str
    pattern: str
    is_multipart: bool
    by_htmx: bool
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk over the pages of takes in each state, from their first pages on."""

    routes: list[Route]
    browser: httpx.AsyncClient
    language: str

    async def answers(self, key: str, *places: str) -> Mapping[str, httpx.Response]:
        """What the pages at ``places``, and all that they lead to, answer: one for each kind of address."""
        found: dict[str, httpx.Response] = {}
        ahead = list(places)
        while ahead:
            path = ahead.pop(0)
            name = pattern_of(self.routes, "GET", path)
            if name in found or name.startswith("/static/"):
                continue
            found[name] = response = await self.browser.get(path)
            if response.headers.get("content-type") == HTML:
                ahead += self._links(response)
        return found

    async def forms(self, state: str, key: str, *places: str) -> list[Form]:
        """The forms on all those pages, one for each address and set of fields."""
        found: dict[tuple[str, frozenset[str]], Form] = {}
        for response in (await self.answers(key, *places)).values():
            if response.headers.get("content-type") == HTML:
                for element in page_of(response).all("form", method="post"):
                    form = self._form(state, key, str(response.request.url), element)
                    found.setdefault((form.pattern, frozenset(form.fields)), form)
        return list(found.values())

    def _links(self, response: httpx.Response) -> Iterator[str]:
        """Where the page leads in its language."""
        for link in page_of(response).links:
            parts = urlsplit(urljoin(str(response.request.url), link))
            is_ours = f"{parts.scheme}://{parts.netloc}" == SITE
            if is_ours and parts.path.startswith(f"/{self.language}/") and "language=" not in parts.query:
                yield parts.path

    def _form(self, state: str, key: str, url: str, element: Element) -> Form:
        action = urlsplit(urljoin(url, element.get("action") or "")).path
        return Form(
            state,
            urlsplit(url).path.replace(key, "{key}"),
            action.replace(key, "{key}"),
            pattern_of(self.routes, "POST", action),
            element.get("enctype") == "multipart/form-data",
            "hx-post" in element.attributes,
            dict(fields_of(element)),
        )


def pattern_of(routes: list[Route], method: str, path: str) -> str:
    """The route that serves the address."""
    scope = {"type": "http", "method": method, "path": path}
    return next((route.path for route in routes if route.matches(scope)[0] is Match.FULL), path)


def fields_of(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send, and what each of its buttons and empty boxes might."""
    for element in form:
        name = element.get("name")
        if not name:
            continue
        if element.name == "select":
            yield name, _chosen(element)
        elif element.name == "textarea":
            yield name, element.raw_text.removeprefix("\n")
        else:
            yield name, element.get("value") or ("on" if element.get("type") == "checkbox" else "")


def _chosen(select: Element) -> str:
    options = select.all("option")
    option = next((each for each in options if "selected" in each.attributes), options[0])
    return option.get("value") if "value" in option.attributes else option.text  # type: ignore[return-value]


def live(page: Page) -> list[str]:
    """What of a page is alive that only hostile people would write."""
    found = []
    for element in page:
        attributes = set(element.attributes)
        found += [f"<{element.name}>"] if element.name.startswith("zebra") else []
        found += [name for name in attributes if name.startswith(("on", "zebra"))]
        if element.name == "script" and (element.raw_text or not _is_ours(element.get("src"))):
            found.append(f"script {element.get('src')}")
        if element.name in {"a", "form", "area"}:
            link = element.get("href") or element.get("action") or ""
            found += [link] if re.match(r"\s*(javascript|data|vbscript):", link, re.IGNORECASE) else []
        if element.name in {"iframe", "object", "embed", "base", "style"}:
            found.append(f"<{element.name}>")
    return found


def _is_ours(source: Any) -> bool:
    return bool(source) and str(source).startswith("/static/")
