"""What data/deploy has is started as it stands: nginx, TLS, two processes on one PostgreSQL, the container's steps."""

import asyncio
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import deployed
import live
import pytest
import tab
from postgresql import new_database, server
from support import PLAN, ROOT
from tab import BROWSER, Tab

from planner.plan.workshop import Question, Settings, Step
from planner.store.database import Database
from planner.store.rooms import Rooms

LEVERS, ARR = ("enterprise.win_rate", "enterprise.acv"), Question("arr", 36)
STICKY = "groundswell_process"
PATIENCE = 120.0
"""Seconds that a busy machine may take."""


# Two processes


async def came(site: deployed.Site, number: int, query: str, stack: AsyncExitStack) -> tuple[Tab, str]:
    """Somebody who opens a page, and the process that serves them."""
    _, cookies = await asyncio.to_thread(site.get)
    assert re.fullmatch("[0-9a-f]{32}", cookies[STICKY])
    tab = Tab(site.address, {BROWSER: f"browser-{number:012}", **cookies}, "join", query, tls=site.tls)
    await stack.enter_async_context(tab)
    await asyncio.to_thread(site.get, "/_stcore/health", f"{STICKY}={cookies[STICKY]}")
    (process,) = site.process_of(cookies[STICKY])
    return tab, process


async def gathered(
    site: deployed.Site, processes: list[live.Served], query: str, stack: AsyncExitStack
) -> dict[str, list[Tab]]:
    """People who open a page, by the process that serves them: at least one on each, and five in all."""
    people: dict[str, list[Tab]] = {}
    for number in range(40):
        tab, process = await came(site, number, query, stack)
        people.setdefault(process, []).append(tab)
        if len(people) == 2 and number >= 4:
            break
    assert set(people) == {f"127.0.0.1:{one.port}" for one in processes}
    return people


async def a_round(site: deployed.Site, rooms: Rooms, processes: list[live.Served]) -> None:
    """People of both processes in one room; one process is killed in the middle of the round."""
    room, secret = rooms.create(PLAN, LEVERS, [ARR], Settings(), "Fay")
    async with AsyncExitStack() as stack:
        people = await gathered(site, processes, f"room={room.code}", stack)
        staying, leaving = people.values()
        *everybody, last = *staying, *leaving
        for number, tab in enumerate((*everybody, last)):
            await tab.submit("Join", {"nickname": f"Person {number}"})
            await tab.until("You are in", PATIENCE)
        rooms.move(room.id, secret, Step.GUESS, 0, rooms.state(room.id).revision)
        for tab in (*everybody, last):
            await tab.until("Commit my guess", PATIENCE)
            await tab.submit("Commit my guess", {"guess-0": "12,000,000"})
        for tab in (*everybody, last):
            await tab.until("Your levers", PATIENCE)
        for tab in everybody:
            await tab.move("enterprise.acv", 70_000)
            await tab.press("Submit")
        assert rooms.state(room.id).submitted == len(everybody)
        killed = next(one for one in processes if f"127.0.0.1:{one.port}" == list(people)[1])
        killed.process.send_signal(signal.SIGKILL)
        killed.process.wait(10)
        # Who was on it comes back through nginx, to the other one, and is where they were.
        async with Tab(site.address, last.cookies, "join", f"room={room.code}", tls=site.tls) as again:
            await again.until("Your levers", PATIENCE)
            await again.press("Submit")
            for tab in (again, *staying):
                await tab.until("How far apart we are", PATIENCE)
        kept = rooms.submissions(room.id, 1)
        assert [one.guesses for one in kept] == [(12e6,)] * (len(everybody) + 1)
        assert [one.answers["enterprise.acv"].value for one in kept[:-1]] == [70_000] * len(everybody)
        assert all(len(site.process_of(tab.cookies[STICKY])) == 1 for tab in everybody)


def test_two_processes_behind_nginx_share_a_room(tmp_path: Path) -> None:
    with new_database(server()) as address:
        url = address.render_as_string(hide_password=False)
        environment = {"GROUNDSWELL_DATABASE": url, "STREAMLIT_SERVER_COOKIE_SECRET": "of both"}
        with (
            deployed.processes(2, environment) as processes,
            deployed.nginx("two-processes.conf", [one.port for one in processes], tmp_path) as site,
        ):
            database = Database(url, 30.0)
            tab.run(a_round(site, Rooms(database), processes))
            database.close()


# One process


async def wrong_codes(site: deployed.Site, source: str, count: int) -> str:
    """What somebody sees who tries so many wrong codes, from an address and claiming others."""
    text = ""
    for number in range(count):
        claimed = {"X-Forwarded-For": f"192.0.2.{number}"}
        cookies = {BROWSER: f"browser-{number:012}"}
        async with Tab(site.address, cookies, "join", source=source, headers=claimed, tls=site.tls) as tab:
            await tab.submit("Go on", {"Code": "AAAAAA"})
            text = tab.text()
    return text


def test_one_process_behind_tls(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'groundswell.db'}"
    with (
        live.served(environment={"GROUNDSWELL_DATABASE": url}) as process,
        deployed.nginx("one-process.conf", [process.port], tmp_path) as site,
    ):
        page, cookies = site.get("/")
        assert "<title>" in page
        assert STICKY not in cookies
        script = re.search(r'src="\.?/?(static/js/[^"]+)"', page)
        assert script
        asked = urllib.request.Request(f"{site.address}/{script[1]}", headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked, timeout=30, context=site.tls) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: object) -> None:
                return None

        with pytest.raises(urllib.error.HTTPError) as moved:
            urllib.request.build_opener(Stay).open(f"{site.plain}/join?room=ABC", timeout=30)
        assert (moved.value.code, moved.value.headers["Location"]) == (301, "https://127.0.0.1/join?room=ABC")
        assert "no room has it" in tab.run(wrong_codes(site, "127.0.0.2", 10))
        assert "too many wrong ones" in tab.run(wrong_codes(site, "127.0.0.2", 1))
        assert "no room has it" in tab.run(wrong_codes(site, "127.0.0.3", 1))


# The container file


def steps() -> list[tuple[str, str]]:
    """The instructions of the container file with what follows them."""
    text = (deployed.DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


@contextmanager
def container(app: Path, data: Path) -> Iterator[str]:
    """The command of the container file in its folder, with this interpreter; gives its address."""
    said = dict(steps())
    port = live.free_port()
    command = [part.replace("8501", str(port)) for part in eval(said["CMD"])]
    assert command[0] == "streamlit"
    command = [sys.executable, "-m", *(part.replace("0.0.0.0", "127.0.0.1") for part in command)]
    named = {name: value for name, _, value in (one.partition("=") for one in shlex.split(said["ENV"]))}
    assert named == {"GROUNDSWELL_FOLDER": said["VOLUME"]}
    environment: Mapping[str, str] = os.environ | {"GROUNDSWELL_FOLDER": str(data), "GROUNDSWELL_DATABASE": ""}
    process = subprocess.Popen(command, cwd=app, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        live.wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


async def in_the_room(address: str, code: str, join: bool) -> str:
    async with Tab(address, {BROWSER: "browser-000000000001"}, "join", f"room={code}") as tab:
        if join:
            await tab.submit("Join", {"nickname": "Ada"})
        await tab.until("You are in", PATIENCE)
        return tab.text()


def test_the_container_s_steps_serve_the_app_with_its_store(tmp_path: Path) -> None:
    """All but the base image, the packages and the user: the files it copies are enough, and what is saved stays."""
    app, data = tmp_path / "app", tmp_path / "data"
    app.mkdir()
    data.mkdir()
    for word, rest in steps():
        if word == "COPY":
            source, target = rest.split()
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, app / target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / source, app / target)
        elif word == "RUN" and rest.startswith("python "):
            subprocess.run([sys.executable, *shlex.split(rest)[1:]], cwd=app, check=True, capture_output=True)
    compiled = app / "planner/model/__pycache__"
    assert list(compiled.glob("groundswell-kernel-*"))
    assert list(compiled.glob("*.pyc"))
    with container(app, data) as address:
        rooms = Rooms(Database(f"sqlite:///{data / 'groundswell.db'}", 30.0))
        room, _ = rooms.create(PLAN, LEVERS, [ARR], Settings(), "Fay")
        tab.run(in_the_room(address, room.code, join=True))
    with container(app, data) as address:
        assert "Ada" in tab.run(in_the_room(address, room.code, join=False))
    rooms.database.close()


def test_the_container_file_leaves_out_what_it_does_not_copy() -> None:
    ignored = (deployed.DEPLOY / "Containerfile.dockerignore").read_text().split()
    copied = {rest.split()[0] for word, rest in steps() if word == "COPY"}
    assert ignored[0] == "*"
    assert {one[1:] for one in ignored if one.startswith("!")} == copied


def test_the_container_file_is_what_the_readme_and_the_tree_say() -> None:
    """Its sources are there, everything in it is done as root but serving, and ports, volume and command agree."""
    said, words = steps(), [word for word, _ in steps()]
    readme, last = (deployed.DEPLOY / "README.md").read_text(), dict(said)
    for word, rest in said:
        if word == "COPY":
            assert (ROOT / rest.split()[0]).exists()
    assert re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+", last["FROM"])
    user = re.search(
        r"useradd --uid (\d+) .*?(\w+) +&& mkdir (/\S+) && chown (\w+): (/\S+)", " ".join(rest for _, rest in said)
    )
    assert user
    assert user.groups()[1:] == (last["USER"], last["VOLUME"], last["USER"], last["VOLUME"])
    assert int(user[1]) > 0
    assert words.index("USER") > max(at for at, word in enumerate(words) if word in ("RUN", "COPY"))
    build, run = re.findall(r"^docker (?:build|run) .*$", readme, re.MULTILINE)
    assert f"#   {build}" in (deployed.DEPLOY / "Containerfile").read_text()
    assert (ROOT / shlex.split(build)[-2]).samefile(deployed.DEPLOY / "Containerfile")
    port = last["EXPOSE"]
    assert run == f"docker run -d --name groundswell -p {port}:{port} -v groundswell:{last['VOLUME']} groundswell"
    command = eval(last["CMD"])
    assert f"{' '.join(command[:4])}\n" in readme
    assert command[4:] == ["--server.address=0.0.0.0", f"--server.port={port}"]
    check = eval(last["HEALTHCHECK"].partition("CMD")[2])
    assert f"http://127.0.0.1:{port}/_stcore/health" in check[-1]
