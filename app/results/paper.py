"""Which paper a browser's region prints on."""

from typing import Literal

from app.languages import ranked

Paper = Literal["a4", "letter"]

PAPERS: dict[str, Paper] = {"a4": "a4", "letter": "letter"}

# Source: CLDR, supplemental data, paperSize.
LETTER_REGIONS = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)


def paper_for(accept_language: str) -> Paper:
    """The paper of the first region that a browser's ``Accept-Language`` names; Letter where it names none,
    as the site's languages are those of Canada."""
    for tag in ranked(accept_language):
        region = next((part.upper() for part in tag.split("-")[1:] if len(part) == 2), "")
        if region:
            return "letter" if region in LETTER_REGIONS else "a4"
    return "letter"
