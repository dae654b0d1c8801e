"""Where an owner takes the report from."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.diagnostic.access import completed_take_of
from app.results.paper import PAPERS, Paper, paper_for
from app.results.report import file_name, report_pdf
from app.site import language_of, other_language, site_of
from app.web import PRIVATE


async def send_report(request: Request) -> Response:
    """The report with what was noted, on the paper asked for; an unfinished take leads to its review."""
    if redirect := other_language(request):
        return redirect
    take, language = await completed_take_of(request), language_of(request)
    pdf = await report_pdf(site_of(request), take, language, paper_of(request), with_notes=True)
    return pdf_response(pdf, file_name(language, take.completed_on))


def paper_of(request: Request) -> Paper:
    """The paper that the address asks for (``?paper=a4``), else that of the browser's region."""
    wanted = request.query_params.get("paper")
    return PAPERS.get(wanted or "") or paper_for(request.headers.get("accept-language", ""))


def pdf_response(pdf: bytes, name: str) -> Response:
    """A report to be saved as ``name``, which is plain ASCII, and kept by nobody on the way."""
    headers = PRIVATE | {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language"}
    return Response(pdf, headers=headers, media_type="application/pdf")


routes = [
    Route("/{language:language}/takes/{key:key}/report.pdf", send_report, methods=["GET"]),
]
