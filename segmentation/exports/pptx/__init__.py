"""Slides in, the bytes of a PowerPoint deck out: native charts and tables, as large as a room needs them."""

from segmentation.exports.pptx.deck import deck

__all__ = ["deck"]
