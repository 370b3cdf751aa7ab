"""A provider (OIDC) in a thread: it lets in whom the owner has entered, nobody else, and its own cookie does not stay."""

import re
import time

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread

from segmentation import access as a
from tools.app_server import serve

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
cookie_secret = "a secret of this test alone, long enough"
[auth.keycloak]
client_id = "grading"
client_secret = "known to both"
server_metadata_url = "http://localhost:{port}/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("provider")
    people = [
        User(sub="li", claims={"email": "Li@Inn.cn", "email_verified": True}),
        User(sub="eve", claims={"email": "boss@inn.cn", "email_verified": False}),
    ]
    with run_server_in_thread(user_claims=people) as provider:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=provider.server_port))
        access = a.Access(a.access_path(folder / "warehouse.duckdb"))
        a.add_account(access, "boss", "owner", time.time(), email="boss@inn.cn")
        a.add_account(access, "li", "analyst", time.time(), email="li@inn.cn")
        with serve(folder, CUSTOMER_GRADING_SIGN_IN="1", STREAMLIT_SECRETS_FILES=str(secrets), NO_PROXY="*") as app:
            yield app.url, access
        access.close()


def come(url, who):
    """Sign in at the provider as ``who``; the browser's last answer, and its cookies."""
    browser = httpx.Client(follow_redirects=True, headers={"accept": "text/html"}, trust_env=False, timeout=30)
    with browser:
        page = browser.get(f"{url}/sign-in").text
        address = re.search(r'href="(/auth/login[^"]+)"[^>]*>Sign in with Keycloak', page)[1]
        form = browser.get(url + address)
        answer = browser.post(form.url, data={"sub": who})
        return answer, set(browser.cookies)


def test_a_provider_lets_in_whom_the_owner_has_entered_and_nobody_else(house):
    url, access = house
    answer, cookies = come(url, "li")
    assert (answer.status_code, answer.url.path) == (200, "/")
    assert "streamlit" in answer.text.lower()
    assert [each.account for each in a.sessions(access, time.time(), a.Settings())] == ["li"]
    assert not {name for name in cookies if name.startswith("_streamlit_user")}  # ours alone says how long
    answer, cookies = come(url, "eve")  # an e-mail that the provider has not verified
    assert (answer.status_code, answer.url.path) == (403, "/sign-in/provider")
    assert not {name for name in cookies if name.startswith("_streamlit_user")}
    assert [line.what for line in a.sign_ins(access, 2)] == ["wrong", "by provider"]
