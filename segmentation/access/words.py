"""What roles and lines of the log of sign-ins are called, on the page and in the shell."""

from __future__ import annotations

from segmentation.language.i18n import N_
from segmentation.warehouse.rights import ROLES

ROLE_NAMES = dict(zip(ROLES, (N_("Owner of the house"), N_("Consultant"), N_("Customer manager"), N_("Analyst")), strict=True))
WHAT = {
    "signed in": N_("signed in"), "wrong": N_("did not fit"), "locked": N_("locked"), "signed out": N_("signed out"),
    "by provider": N_("signed in by a provider"),
}
