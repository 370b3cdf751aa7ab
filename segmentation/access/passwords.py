"""Passwords: which are refused, and how they are kept (argon2id)."""

from __future__ import annotations

import re
import secrets
import threading
import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_

LEAST, MOST = 12, 512  # characters
COMMON = (  # what the commonest of twelve letters and more are made of
    "password", "passwort", "passw0rd", "qwertyuiop", "qwerty", "asdfghjkl", "asdfgh", "zxcvbnm", "1q2w3e4r5t6y", "1qaz2wsx3edc",
    "1qaz2wsx", "qazwsxedc", "administrator", "admin", "welcome", "letmein", "iloveyou", "woaini", "woaini1314", "5201314",
    "changeme", "princess", "football", "baseball", "sunshine", "superman", "trustno1", "abcdefghijkl", "customer", "grading",
    "mima", "hotel", "manager", "owner", "test", "demo", "guest", "user", "abc", "aa", "china", "beijing", "shanghai",
)
SEQUENCES = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba")
_HASHER = PasswordHasher()  # RFC 9106, the set for little memory: 64 MB
_TWO_AT_ONCE = threading.BoundedSemaphore(2)  # a crowd of wrong passwords costs time, not all the memory


def check_strength(password: str, name: str) -> None:
    """Raise InputError for a password that is too short, the name itself, or one of the commonest."""
    if len(password) < LEAST:
        raise InputError("short_password", N_("A password has at least {least} characters."), least=LEAST)
    if len(password) > MOST:
        raise InputError("long_password", N_("A password has at most {most} characters."), most=MOST)
    bare = password.casefold().strip()
    letters = re.sub(r"[\W_]+|\d+$|^\d+", "", bare)
    is_name = bool(name) and bare.replace(name.casefold(), "").strip("0123456789.-_!@# ") == ""
    is_common = letters.strip("0123456789") in COMMON or bare.strip("!.?*#@ ") in COMMON
    is_repeated = bool(re.fullmatch(r"(.{1,6}?)\1+.{0,5}", bare)) or len(set(bare)) < 5
    is_sequence = any(bare[:LEAST] in each for each in SEQUENCES)
    if is_name or is_common or is_repeated or is_sequence:
        raise InputError("common_password", N_("This password is easily guessed. Take three or four words that nobody joins."))


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    with _TWO_AT_ONCE:
        return _HASHER.hash(_bytes(password))


def fits(password: str, kept: str | None) -> bool:
    """Return whether the password is the one that was kept; without one it takes as long, and does not fit."""
    if len(password) > MOST:
        password, kept = "", None
    with _TWO_AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), _bytes(password)) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(1)
def _nobodys() -> str:
    return _HASHER.hash(secrets.token_bytes(32))


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
