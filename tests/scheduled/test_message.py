"""Monday's message: its words, and each way that it goes, against servers of the test's own."""

import base64
import hashlib
import hmac
import json
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from segmentation.language.errors import InputError
from segmentation.scheduled import sending
from segmentation.scheduled.message import send_message, write_message
from segmentation.scheduled.sending import send_mail, send_robot
from segmentation.scheduled.settings import scheduled_folder
from tests.scheduled.conftest import NOW

KEY = "693a91f6-secret-key"


@pytest.fixture
def robot():
    """A robot of a group: what it got, and what it answers, one answer a message."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            server.got.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            status, body, *headers = server.answers.pop(0)
            self.send_response(status)
            for header in headers:
                self.send_header(*header)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_told):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.answers = [], []
    server.address = f"http://127.0.0.1:{server.server_port}/cgi-bin/webhook/send?key={KEY}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def test_the_message_names_three_masked_and_the_month_against_last_year(context):
    lines = write_message(context()).splitlines()
    assert lines[0] == "本店, 30 Nov 2026"
    assert lines[1] == "1 customer to call today:"
    assert lines[2].startswith("· 顾** (苗经理, last here in Nov)  ")
    # November up to the 27th: 150 + 50 + 40 + 80 = 320; last year up to the 27th: 100 + 60 = 160
    assert lines[-1] == "Nov 2026 up to 27 Nov 2026, the last bill: ¥320, last year ¥160 (+100.0%)."
    assert "顾明远" in write_message(context(full_names=True))


def test_a_robot_of_wecom_gets_the_text_and_a_refusal_holds_no_key(context, robot):
    made = context({"robot_url": robot.address}, robot="wecom")
    robot.answers = [(200, {"errcode": 0}), (200, {"errcode": 93000, "errmsg": f"invalid {KEY}"}), (404, {"x": KEY})]
    assert send_robot(made, "Monday", "text") == "Message given to the robot at 127.0.0.1."
    assert robot.got[0] == (f"/cgi-bin/webhook/send?key={KEY}", {"msgtype": "text", "text": {"content": "Monday\ntext"}})
    for why in ("errcode 93000", "HTTP 404"):
        with pytest.raises(InputError) as told:
            send_robot(made, "Monday", "text")
        assert str(told.value) == f"The message could not be sent by 127.0.0.1: {why}."
    assert context.waits == []


def test_a_robot_is_tried_again_where_it_fails_and_never_followed_elsewhere(context, robot):
    made = context({"robot_url": robot.address}, robot="wecom")
    robot.answers = [(503, {}), (200, {"errcode": 0}), (302, {}, ("Location", "http://127.0.0.1:1/elsewhere"))]
    send_robot(made, "Monday", "text")
    assert context.waits == [2.0]
    with pytest.raises(InputError, match="HTTP 302"):
        send_robot(made, "Monday", "text")
    with pytest.raises(InputError, match="does not begin with https"):
        send_robot(context({"robot_url": f"http://robot.example/{KEY}"}, robot="wecom"), "Monday", "text")


def test_a_robot_of_feishu_gets_it_signed(context, robot):
    robot.answers = [(200, {"code": 0})]
    send_robot(context({"robot_url": robot.address, "robot_secret": "s3"}, robot="feishu"), "Monday", "text")
    stamp = str(int(NOW.timestamp()))
    sign = base64.b64encode(hmac.new(f"{stamp}\ns3".encode(), b"", hashlib.sha256).digest()).decode()
    assert robot.got[0][1] == {
        "msg_type": "text", "content": {"text": "Monday\ntext"}, "timestamp": stamp, "sign": sign,
    }


@pytest.fixture
def mail(tmp_path):
    """A server for e-mail that speaks only after STARTTLS and knows one password, and what trusts it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime.now(UTC) + timedelta(days=9999))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False).sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(pem)

    class Handler:
        def __init__(self):
            self.got = []

        async def handle_DATA(self, _server, _session, envelope):
            self.got.append((envelope.rcpt_tos, envelope.content))
            return "250 OK"

    def known(_server, _session, _envelope, _mechanism, login):
        return AuthResult(success=(login.login, login.password) == (b"house", KEY.encode()))

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(
        Handler(), hostname="127.0.0.1", port=port, tls_context=own, require_starttls=True, authenticator=known, auth_required=True
    )
    controller.start()
    handler = controller.handler
    handler.port = port
    handler.trusted = ssl.create_default_context(cafile=pem)
    yield handler
    controller.stop(no_assert=True)


def test_an_e_mail_goes_encrypted_and_a_wrong_password_is_told_without_it(context, mail, monkeypatch):
    monkeypatch.setattr(sending, "SECONDS", 0.7)  # the server of the test hangs on the second way of a wrong login
    settings = {
        "smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_user": "house", "mail_from": "house@x.cn",
        "mail_to": "wang@x.cn; li@x.cn",
    }
    send_mail(context({"smtp_password": KEY}, **settings), "本周客户", "顾** 来", mail.trusted)
    [(receivers, content)] = mail.got
    assert receivers == ["wang@x.cn", "li@x.cn"]
    assert "顾** 来".encode() in content
    with pytest.raises(InputError) as told:
        send_mail(context({"smtp_password": f"{KEY}x"}, **settings), "s", "t", mail.trusted)
    assert str(told.value) == "The message could not be sent by 127.0.0.1: login refused."
    with pytest.raises(InputError, match="TLS certificate not trusted"):
        send_mail(context({"smtp_password": KEY}, **settings), "s", "t")
    assert context.waits == []


def test_a_way_that_fails_is_told_and_the_file_is_written(context, warehouse):
    found = send_message(context({"robot_url": "http://127.0.0.1:1/x"}, robot="wecom"))
    assert not found.ok
    assert found.told[0] == "Message written to 2026-11-30.txt."
    assert found.told[1].startswith("The message could not be sent by 127.0.0.1: it takes no connection there")
    assert context.waits == [2.0, 8.0]
    assert (scheduled_folder(warehouse.path) / "messages" / "2026-11-30.txt").read_text(encoding="utf-8-sig").startswith("本店")
