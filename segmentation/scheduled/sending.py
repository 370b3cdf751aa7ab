"""Ways for a message to go: e-mail over TLS, the robots of WeCom and Feishu. No error holds an address, a key or a password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import smtplib
import socket
import ssl
from collections.abc import Callable
from email.message import EmailMessage
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, translator
from segmentation.scheduled.context import Context
from segmentation.scheduled.settings import FEISHU, TLS

SECONDS = 15  # that a server may take to answer
WAITS = (2.0, 8.0)  # seconds before the second and the third try
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_ANSWER = 65_536
REASONS: dict[type, str] = {
    socket.gaierror: N_("no computer has this name; check it, and the connection to the internet"),
    TimeoutError: N_("it does not answer"),
    ConnectionRefusedError: N_("it takes no connection there; check the port"),
}


def send_mail(context: Context, subject: str, text: str, trusted: ssl.SSLContext | None = None) -> str:
    """Send an e-mail, encrypted, and return what to tell. Raises InputError where it could not be sent."""
    settings, password = context.settings, context.secrets.get("smtp_password", "")
    receivers = [each.strip() for each in settings.mail_to.replace(";", ",").split(",") if each.strip()]
    message = EmailMessage()
    try:
        message["Subject"], message["From"] = subject, settings.mail_from or settings.smtp_user
        message["To"] = ", ".join(receivers)
    except ValueError as error:
        text = N_("An address of the e-mail cannot be used: check sender and receivers.")
        raise InputError("bad_mail_address", text) from error
    message.set_content(text)
    trusted = trusted or ssl.create_default_context()

    def send() -> None:
        is_tls = settings.smtp_security == TLS
        kind = smtplib.SMTP_SSL if is_tls else smtplib.SMTP
        over = {"context": trusted} if is_tls else {}
        with kind(settings.smtp_host, settings.smtp_port, timeout=SECONDS, **over) as server:
            if not is_tls:
                server.starttls(context=trusted)  # raises where the server has none: nothing goes in the clear
            if settings.smtp_user and password:
                _log_in(server, settings.smtp_user, password)
            server.send_message(message, to_addrs=receivers)

    _tried(context, settings.smtp_host, send)
    return translator(context.lang)("E-mail sent by {host}.").format(host=settings.smtp_host)


def _log_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """Log in; a refusal is no reason to try again, for servers lock who does, and some just hang up."""
    try:
        server.login(user, password)
    except (smtplib.SMTPAuthenticationError, smtplib.SMTPServerDisconnected) as error:
        raise _Refused("login refused") from error


def send_robot(context: Context, subject: str, text: str) -> str:
    """Post a message to the robot of a group, and return what to tell. Raises InputError where it did not take it."""
    address = context.secrets.get("robot_url", "")
    parts = urlsplit(address)
    host = parts.hostname or ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)):
        raise InputError("no_robot_address", N_("The robot's address is missing, or does not begin with https."))
    body = json.dumps(robot_body(context, f"{subject}\n{text}"), ensure_ascii=False).encode()

    def send() -> None:
        request = Request(address, body, {"Content-Type": "application/json; charset=utf-8"}, method="POST")
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            told = json.loads(answer.read(LONGEST_ANSWER))
        number = told.get("errcode", told.get("code", told.get("StatusCode", 0))) if isinstance(told, dict) else "?"
        if number != 0:
            raise _Refused(f"errcode {number}")

    _tried(context, host, send)
    return translator(context.lang)("Message given to the robot at {host}.").format(host=host)


def robot_body(context: Context, text: str) -> dict[str, Any]:
    """Return what the robot is sent; a Feishu robot with a secret wants it signed."""
    if context.settings.robot != FEISHU:
        return {"msgtype": "text", "text": {"content": text}}
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
    if secret := context.secrets.get("robot_secret"):
        stamp = str(int(context.now.timestamp()))
        digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
        body |= {"timestamp": stamp, "sign": base64.b64encode(digest).decode()}
    return body


class _NoRedirect(HTTPRedirectHandler):
    """Follows nobody: where the address sends us on, the key in it would go along."""

    def redirect_request(self, *_asked: Any) -> None:
        return None


class _Refused(Exception):
    """The server answered that it did not take the message; trying again changes nothing."""


def _tried(context: Context, host: str, send: Callable[[], None]) -> None:
    """Send, again after a while where the server could not be reached; raise InputError where it did not work in the end."""
    why = ""
    for wait in (*WAITS, None):
        try:
            send()
            return
        except smtplib.SMTPResponseException as error:
            why = f"SMTP {error.smtp_code}"
            if error.smtp_code >= 500:
                break
        except smtplib.SMTPRecipientsRefused:
            why = "SMTP recipients refused"
            break
        except HTTPError as error:
            why = f"HTTP {error.code}"
            if error.code < 500 and error.code != 429:
                break
        except _Refused as error:
            why = str(error)
            break
        except ssl.SSLCertVerificationError:
            why = "TLS certificate not trusted"
            break
        except URLError as error:
            why = _reason(error.reason, context.lang)
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                break
        except (OSError, smtplib.SMTPException, HTTPException, ValueError) as error:
            why = _reason(error, context.lang)
        if wait is not None:
            context.wait(wait)
    raise InputError("not_sent", N_("The message could not be sent by {host}: {why}."), host=host, why=why)


def _reason(error: object, lang: str) -> str:
    """Return what went wrong, without a word of what was sent or where to."""
    for kind, text in REASONS.items():
        if isinstance(error, kind):
            return translator(lang)(text)
    number = getattr(error, "errno", None)
    return type(error).__name__ + (f" {number}" if isinstance(number, int) else "")
