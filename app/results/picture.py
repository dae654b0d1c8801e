"""The AI id card as a picture, for where a link is shown with one."""

import hashlib
import json

from app.languages import Language
from app.press import Order
from app.results.report import shown
from app.results.views import Card
from app.site import Site, words_of


async def card_picture(site: Site, card: Card, language: Language) -> bytes:
    """The card as a PNG of 1200 × 630, in ``language``; it holds no secret.

    Raises ``BusyError`` where too many wait, ``TypesettingError`` where Typst cannot make it.
    """
    pack, words = words_of(card.result.framework, language)
    context = {"card": card, "words": words, "framework": pack.framework}
    content = json.dumps(shown(json.loads(site.pages.text(language, "report/picture.html", context))))

    mark = hashlib.sha256(content.encode()).digest()
    return await site.typesetter.make_once(mark, lambda: Order("picture.typ", content))
