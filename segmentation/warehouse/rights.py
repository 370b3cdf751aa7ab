"""What one account may see and do: the roles of a house (DOMAIN §10)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

OWNER, CONSULTANT, MANAGER, ANALYST = ROLES = ("owner", "consultant", "manager", "analyst")


@dataclass(frozen=True)
class Rights:
    """What an account may see.

    ``role`` is one of ``ROLES``; ``stores`` are the ids of its stores (None: all that there are). A manager sees the customers of
    ``manager`` alone. Who ``sees_names`` not gets numbers in their place, and no text that may hold one; who ``sees_phones``
    not gets neither phones nor e-mails. ``account`` is the name that signed in, "" without sign-in.
    """

    role: str
    stores: frozenset[int] | None
    manager: str | None = None
    sees_names: bool = True
    sees_phones: bool = True
    account: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing at all is kept from it."""
        return self.role == OWNER and self.stores is None and self.sees_names and self.sees_phones

    @property
    def is_masked(self) -> bool:
        """Whether something of a customer whom it may see is kept from it."""
        return not (self.sees_names and self.sees_phones)

    @property
    def hidden_fields(self) -> frozenset[str]:
        """The fields of a profile of which it is not even told whether they are filled in.

        >>> sorted(Rights(ANALYST, None, sees_phones=False).hidden_fields)
        ['email']
        """
        if not self.sees_names:
            return frozenset({"name", "phone", "email", "birthday", "note"})
        return frozenset() if self.sees_phones else frozenset({"email"})

    @property
    def mark(self) -> str:
        """A text of letters and digits that only equal rights share."""
        seen = (self.role, self.stores and sorted(self.stores), self.manager, self.sees_names, self.sees_phones, self.account)
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


EVERYTHING = Rights(OWNER, None)
