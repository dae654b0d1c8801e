"""The static files, read once at start, each at an address that changes with the content."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from app.compression import takes_gzip

COMPRESSIBLE = {".css", ".js", ".svg", ".txt"}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    compressed: bytes | None
    media_type: str


class StaticFiles:
    """Every file below ``folder``, from memory. One hash over them all stands in each address, so files
    can name each other by relative paths and are kept for ever by browsers."""

    def __init__(self, folder: Path) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): _read(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(name.encode() + b"\0" + file.content)
        self.version = digest.hexdigest()[:10]

    def address(self, name: str) -> str:
        """The address of the file ``name``. Raises ``KeyError`` where there is none."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    async def serve(self, request: Request) -> Response:
        """Answer ``/static/{version}/{name}``; another version's address is not found."""
        file = self._files.get(request.path_params["name"])
        if file is None or request.path_params["version"] != self.version:
            # Nobody may remember it: the address is right for the other version that an upgrade runs beside.
            return Response(status_code=404, headers={"Cache-Control": "no-store"}, media_type="text/plain")
        headers = {"Cache-Control": FOREVER, "Vary": "Accept-Encoding"}
        if file.compressed and takes_gzip(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
            return Response(file.compressed, headers=headers, media_type=file.media_type)
        return Response(file.content, headers=headers, media_type=file.media_type)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if path.suffix == ".js":
        media_type = "text/javascript"
    compressed = gzip.compress(content, 9, mtime=0) if path.suffix in COMPRESSIBLE else None
    return _File(content, compressed, media_type)
