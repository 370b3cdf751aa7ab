"""Providers (OIDC) that the owner has set up for ``st.login``: the links to them, and what one said of who came back.

Streamlit speaks with the provider; its cookie, which lives for a month, is read once at the entrance and taken away: who is
signed in, and how long, is ours to say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from streamlit import auth_util
from streamlit.errors import StreamlitAuthError
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

NAMES = {"google": "Google", "feishu": "飞书 Feishu", "wecom": "企业微信 WeCom", "keycloak": "Keycloak", "default": "OpenID"}
WAYS = frozenset({"/auth/login", "/oauth2callback"})  # of Streamlit's own: out to the provider, and back


def provider_links() -> list[tuple[str, str]]:
    """Return each provider's name, and the address below the app's own that leads to it; none where none is set up."""
    section = auth_util.get_secrets_auth_section()
    keys = ["default"] if section.get("client_id") else [key for key, value in section.items() if isinstance(value, Mapping)]
    found = []
    for key in keys:
        try:
            auth_util.validate_auth_credentials(key)
            address = "auth/login?" + urlencode({"provider": auth_util.encode_provider_token(key)})
        except StreamlitAuthError:
            continue
        found.append((NAMES.get(key, key), address))
    return found


def provider_said(request: Request) -> Mapping[str, Any] | None:
    """Return the claims that the provider made of who comes back from it; None without its cookie, or for a forged one."""
    def one(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return None if value is None else decode_signed_value(get_cookie_secret(), name, value.encode("latin-1", "replace"))

    found = auth_util.get_cookie_with_chunks(one, USER_COOKIE_NAME) if get_cookie_secret() else None
    try:
        claims = json.loads(found) if found else None
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def provider_cookies(request: Request) -> Sequence[str]:
    """Return the names of the cookies that Streamlit keeps of a provider."""
    return [name for name in request.cookies if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME))]
