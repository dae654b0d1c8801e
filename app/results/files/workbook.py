"""A result as a workbook. What writes it is loaded when the first one is asked for."""

from app.diagnostic.takes import TakeState
from app.languages import Language
from app.results.paper import Paper
from app.site import Site

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(site: Site, take: TakeState, language: Language, paper: Paper) -> bytes:
    """The workbook of a completed take, to be printed on that paper. The same take gives the same bytes."""
    from app.results.files.xlsx_file import xlsx_file

    return xlsx_file(site, take, language, paper)
