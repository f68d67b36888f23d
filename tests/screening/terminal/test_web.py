"""The session in a browser: served to this machine only, to whoever holds the address, with nothing from elsewhere."""

import asyncio
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from tests.review.many import many

from resift.decisions import VERDICTS
from resift.review import Review

aiohttp = pytest.importorskip("aiohttp", reason="the extra 'web' is not installed")
Answer = tuple[int, str, Mapping[str, str]]


class Served:
    """A session that is being served, asked as a browser would ask."""

    def __init__(self, address: str) -> None:
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)/\?token=(\S+)", address)
        assert found
        self.port, self.token = int(found[1]), found[2]

    def ask(self, path: str, **headers: str) -> Answer:
        """One request; status, text, headers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        return answer.status, text, dict(answer.getheaders())

    def enter(self) -> str:
        """Use the address; the cookie that it is exchanged for."""
        status, _, headers = self.ask(f"/?token={self.token}")
        assert (status, headers["Location"]) == (303, "/")
        return headers["Set-Cookie"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "review"
    many(root, 20)
    return root


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "review")


@pytest.fixture
def served(review: Path) -> Iterator[Served]:
    command = [sys.executable, "-m", "resift", "screen", "--web", "--reviewer", "Ada", "--review", str(review)]
    env = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}  # no window is opened
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as process:
        assert process.stdout
        said = process.stdout.readline()
        yield Served(said.split()[-1])
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0


def test_the_address_works_once(served: Served) -> None:
    served.enter()
    status, text, _ = served.ask(f"/?token={served.token}")
    assert (status, text) == (403, "This address works once. Start resift screen --web again for a new one.")


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=x", "/ws", "/static/js/textual.js", "/focus.js", "/download/x"]
)
def test_without_the_address_nothing_is_served(served: Served, path: str) -> None:
    assert served.ask(path)[0] == 403
    assert served.ask(path, Cookie=f"resift-{served.port}=guess")[0] == 403


def test_another_name_for_this_machine_and_another_page_are_refused(served: Served) -> None:
    for headers in ({"Host": "evil.example"}, {"Host": f"localhost:{served.port}"}, {"Origin": "http://evil.example"}):
        assert served.ask(f"/?token={served.token}", **headers)[0] == 403
    cookie = served.enter().split(";")[0]
    assert served.ask("/", Cookie=cookie)[0] == 200
    assert served.ask("/ws", Cookie=cookie, Origin="http://evil.example")[0] == 403


def test_letters_that_no_pass_has_are_refused_like_any_other(served: Served) -> None:
    name = served.enter().partition("=")[0]
    assert served.ask("/?token=%C3%A9")[0] == 403
    assert served.ask("/", Cookie=f"{name}=é")[0] == 403


def test_the_cookie_is_kept_from_scripts_and_other_sites(served: Served) -> None:
    cookie = served.enter()
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_the_page_asks_for_nothing_from_elsewhere(served: Served) -> None:
    status, page, headers = served.ask("/", Cookie=served.enter().split(";")[0])
    assert status == 200
    addresses = re.findall(r"\b(?:https?|wss?):[^\s\"')]*", page)
    assert addresses
    assert all(re.match(rf"(?:http|ws)://127\.0\.0\.1:{served.port}/", a) for a in addresses)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert f"connect-src ws://127.0.0.1:{served.port};" in policy
    assert "resift screen --plain" in page  # what a screen reader can use instead


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="the system does not list its sockets in /proc")
def test_only_this_machine_is_listened_to(served: Served) -> None:
    lines = [
        line.split() for table in ("tcp", "tcp6") for line in Path("/proc/net", table).read_text().splitlines()[1:]
    ]
    listening = {local for _, local, _, state, *_ in lines if state == "0A" and local.endswith(f":{served.port:04X}")}
    assert listening == {f"0100007F:{served.port:04X}"}  # 127.0.0.1, least significant byte first


def test_keys_typed_in_the_browser_decide(served: Served, review: Path) -> None:
    cookie = served.enter().split(";")[0]

    async def drive() -> bytes:
        address = f"ws://127.0.0.1:{served.port}/ws?width=120&height=40"
        painted, typed = b"", False
        async with aiohttp.ClientSession(headers={"Cookie": cookie}) as session, session.ws_connect(address) as browser:
            async for message in browser:
                painted += message.data if isinstance(message.data, bytes) else b""
                if b"include" in painted and not typed:
                    await browser.send_json(["stdin", "u"])
                    typed = True
                if b"(1 read)" in painted:
                    break
        return painted

    assert b"Must hold" in asyncio.run(asyncio.wait_for(drive(), 60))
    with Review(review) as opened:
        events = [e for e in opened.store.standing_events("screening", "Ada") if e.verb in VERDICTS]
    assert events
