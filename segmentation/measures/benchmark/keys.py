"""The key that a warehouse signs its passports with (Ed25519), kept in a file beside it, for its owner alone.

It is no part of a backup: whoever restores one elsewhere signs with a new key, and readers are told. The library is loaded when
a file is signed or read, for the shell starts without it.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from pathlib import Path

from segmentation.warehouse import Warehouse, keep_secret, read_secret

SIZE, SIGNATURE = 32, 64  # bytes of a private or a public key, and of a signature
_MAKING = threading.Lock()


def key_path(warehouse: Warehouse) -> Path:
    """Return where the private key of a warehouse is kept."""
    return warehouse.path.with_name(f"{warehouse.path.name}.passport.key")


def sign(warehouse: Warehouse, text: bytes) -> bytes:
    """Return the signature of a text by the warehouse's own key, made where there is none."""
    return _key(warehouse).sign(text)


def public_key(warehouse: Warehouse) -> bytes:
    """Return the public half of the warehouse's own key, made where there is none."""
    return _key(warehouse).public_key().public_bytes_raw()


def is_signed_by(public: bytes, signature: bytes, text: bytes) -> bool:
    """Return whether the owner of a key signed exactly this text."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return by what people tell a public key: the first 16 digits of its SHA-256, in fours.

    >>> fingerprint(bytes(32))
    '6668 7aad f862 bd77'
    """
    digits = hashlib.sha256(public).hexdigest()[:16]
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _key(warehouse: Warehouse):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = key_path(warehouse)
    with _MAKING:  # two sessions may ask for the first file at once; another process cannot have the warehouse open
        secret = read_secret(path, SIZE)
        if secret is None:
            secret = secrets.token_bytes(SIZE)
            keep_secret(path, secret)
    return Ed25519PrivateKey.from_private_bytes(secret)
