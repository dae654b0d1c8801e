"""One answer: read it, and put another in its place."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from app.api import service
from app.api.access import EditKey, Take
from app.api.documented import API, ETAG, KEYED, WITH_BODY, WRITING, operation
from app.api.examples import ANSWER, ANSWER_SENT
from app.api.reading import body_of
from app.api.replies import Writer, reply
from app.api.schemas import QUESTIONS, AnswerSent, AnswerShown
from app.api.shown import answer_etag, answer_shown, check_question, framework_of, read_answer
from app.keys import key_hash
from app.site import site_of

router = APIRouter(prefix=API)

QuestionInPath = Annotated[
    str, Path(description="A question's id.", json_schema_extra={"enum": list(QUESTIONS)})
]


@router.get(
    "/take/answers/{question}",
    **operation(
        "Read an answer",
        tag="answers",
        shows=AnswerShown,
        said="The answer; revision 0 where there is none yet.",
        example=ANSWER,
        headers=ETAG,
        unchanged=True,
        problems=[*KEYED, "question-unknown"],
    ),
)
async def read_one_answer(request: Request, take: Take, question: QuestionInPath) -> Response:
    """One answer, with its level and what proves it."""
    check_question(framework_of(take), question)
    answer = take.answer(question)
    return reply(request, answer_shown(answer), etag=answer_etag(answer))


@router.put(
    "/take/answers/{question}",
    **operation(
        "Put an answer",
        tag="answers",
        shows=AnswerShown,
        said="The answer as it stands now.",
        example=ANSWER,
        headers=ETAG,
        sends=AnswerSent,
        sent={"usual": ANSWER_SENT, "a finding": {"level": "unknown"}},
        problems=[*KEYED, *WITH_BODY, *WRITING, "question-unknown", "take-completed", "changed"],
    ),
)
async def put_answer(
    request: Request,
    key: EditKey,
    take: Take,
    question: QuestionInPath,
    sent: Annotated[AnswerSent, Depends(body_of(AnswerSent))],
    writer: Writer,
) -> Response:
    """Put an answer in the place of the one that is there. Without `If-Match` the last one wins."""
    framework = framework_of(take)
    check_question(framework, question)
    answer = read_answer(framework, sent)
    site, hashed, now = site_of(request), key_hash(key), site_of(request).clock()
    saved = await site.database.write(
        lambda session: service.put_answer(
            session,
            hashed,
            question,
            answer,
            now,
            lambda there: writer.check(answer_etag(there), exists=there.revision > 0),
        )
    )
    return reply(request, answer_shown(saved), etag=answer_etag(saved))
