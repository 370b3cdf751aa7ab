"""How the app is, for a watchdog: whether it can read its warehouse, and which version its tables have. It names nobody."""

from __future__ import annotations

from collections.abc import Callable

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from segmentation.serving.entrance import Answer
from segmentation.warehouse import Warehouse
from segmentation.warehouse.opening import migrations


def tell_health(warehouse: Callable[[], Warehouse | None]) -> Answer:
    """Return the answer at /health: 200 with ``{"ok": true, "schema": 31}``, 503 where the warehouse cannot be opened."""

    async def answer(_request: Request) -> Response:
        is_open = await to_thread.run_sync(warehouse) is not None
        said = {"ok": is_open, "schema": len(migrations())}
        return JSONResponse(said, 200 if is_open else 503, headers={"Cache-Control": "no-store"})

    return answer
