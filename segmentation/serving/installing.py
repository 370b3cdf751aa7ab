"""What a phone needs to keep the app on its start screen: a manifest and icons, made here, nothing from outside."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from segmentation.language.i18n import pick_language, translator
from segmentation.serving.entrance import Answer

SIZES = (192, 512)
GROUND, BARS = (29, 104, 172), (255, 255, 255)  # the accent, and white on it
HEIGHTS = (0.22, 0.34, 0.46, 0.60)  # of four bars, D to A, as parts of the icon; all within what a round mask leaves
LEFT, WIDTH, GAP, FOOT = 0.21, 0.10, 0.06, 0.78
A_DAY = {"Cache-Control": "public, max-age=86400"}


def installing(base: Callable[[], str]) -> dict[str, Answer]:
    """Return the answers by path; they tell of the program, not of the house, so everybody gets them."""

    async def manifest(request: Request) -> Response:
        lang = pick_language(request.headers.get("accept-language"))
        _ = translator(lang)
        icons = [
            {"src": f"{base()}/icons/{size}.png", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size in SIZES
            for purpose in ("any", "maskable")
        ]
        said = {
            "name": _("Customer grading"), "short_name": _("Customers"), "lang": {"zh": "zh-CN"}.get(lang, lang),
            "id": f"{base()}/", "start_url": f"{base()}/today", "scope": f"{base()}/", "display": "standalone",
            "background_color": "#FFFFFF", "theme_color": "#FFFFFF", "icons": icons,
        }
        text = json.dumps(said, ensure_ascii=False)
        return Response(text, media_type="application/manifest+json", headers={"Vary": "Accept-Language", **A_DAY})

    def icon(size: int) -> Answer:
        async def answer(_request: Request) -> Response:
            return Response(icon_png(size), media_type="image/png", headers=A_DAY)

        return answer

    return {"/manifest.webmanifest": manifest, **{f"/icons/{size}.png": icon(size) for size in SIZES}}


@lru_cache(4)
def icon_png(size: int) -> bytes:
    """Return the icon as PNG: four bars that rise, on the accent."""
    bars = [(LEFT + number * (WIDTH + GAP), height) for number, height in enumerate(HEIGHTS)]
    rows = bytearray()
    for y in range(size):
        line = bytearray(bytes(GROUND) * size)
        for left, height in bars:
            if FOOT - height <= y / size < FOOT:
                first, end = round(left * size), round((left + WIDTH) * size)
                line[3 * first : 3 * end] = bytes(BARS) * (end - first)
        rows += b"\0" + line  # a line that is not filtered
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
