"""Month-end close: what a month needs before it is closed, the certificate of what it came to, and whether that still holds.

A certificate holds nothing of a customer: files by the number of their import and the SHA-256 of their bytes, sums, tiers with
counts and money, what was checked and who accepted what was open. Names of files stand beside it, read when it is shown, for a
name of a file may be somebody's. Its own hash is of its canonical JSON (keys sorted, no blanks, UTF-8), so whoever holds the file
can work it out again. Erasing or parting people changes whose bills are, never what they come to: ``verify`` tells that apart
from a change.
"""
