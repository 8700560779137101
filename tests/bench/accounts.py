"""What signing in costs, by the clock and of the processor: `python -m tests.bench.accounts`, half a minute, on a database of its own."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import typer

from service.bootstrap import build_runtime
from service.domain.people import Role
from service.domain.sessions import CameFrom
from service.errors import PlatformError
from service.flows.people.create_person import NewPerson, create_person
from service.flows.people.recognise_session import recognise_session
from service.flows.people.sign_in import SignInTry, sign_in
from service.runtime import Runtime
from service.settings import Settings
from service.store import migrate
from tests.fakes import HashEncoder
from tests.people import PASSWORD, Mailbox

PEOPLE = 40


def middle_ms(step: Callable[[int], object], times: int) -> tuple[float, float]:
    """p50 of wall time and of processor time: the second says something also on a machine that others use."""
    took, worked = [], []
    for number in range(times):
        began, begun = time.perf_counter(), time.process_time()
        step(number)
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - begun) * 1000)
    return round(statistics.median(took), 2), round(statistics.median(worked), 2)


def resident_mb() -> float:
    """Memory of this process."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * 4096 / 1e6


def all_at_once(runtime: Runtime) -> tuple[float, float]:
    """(seconds, MB more at most) of forty people who sign in at the same time."""
    before = highest = resident_mb()
    threads = [threading.Thread(target=enter, args=(runtime, f"p{number}", PASSWORD, "10.9.9.9")) for number in range(PEOPLE)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        highest = max(highest, resident_mb())
        time.sleep(0.01)
    return round(time.perf_counter() - began, 2), round(highest - before)


def enter(runtime: Runtime, name: str, password: str, address: str) -> str:
    """The cookie; empty when refused."""
    try:
        return sign_in(runtime, SignInTry(f"{name}@example.com", password), CameFrom(address)).cookie
    except PlatformError:
        return ""


def trying(runtime: Runtime, name: str) -> Callable[[int], str]:
    """A wrong try of this name, from an address of its own."""
    return lambda _: enter(runtime, name, "wrong", f"10.0.1.{name}")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/pool.db")
        runtime = replace(build_runtime(settings, encoder=HashEncoder()), mailer=Mailbox())
        migrate.upgrade(runtime.database)
        for number in range(PEOPLE):
            create_person(runtime, NewPerson(f"p{number}@example.com", "某人", Role.BROKER, "", PASSWORD))
        cookie = enter(runtime, "p0", PASSWORD, "10.0.0.1")
        typer.echo(f"sign in, ms: {middle_ms(lambda number: enter(runtime, f'p{number}', PASSWORD, '10.0.0.1'), PEOPLE)}")
        typer.echo(f"session of a page, ms: {middle_ms(lambda _: recognise_session(runtime, cookie), 300)}")
        ours, nobodys = [], []
        for number in range(PEOPLE):  # in turn, so that whatever else runs here weighs on both
            ours.append(middle_ms(trying(runtime, f"p{number}"), 1))
            nobodys.append(middle_ms(trying(runtime, f"nobody{number}"), 1))
        for whose, tries in (("an account", ours), ("none", nobodys)):
            wall, work = (round(statistics.median(each), 1) for each in zip(*tries, strict=True))
            typer.echo(f"wrong password of {whose}, ms: {(wall, work)}")
        begun = time.process_time()
        seconds, more = all_at_once(runtime)
        typer.echo(f"{PEOPLE} at once: {seconds} s by the clock, {time.process_time() - begun:.1f} s of the processor, {more} MB more")
        runtime.database.dispose()


if __name__ == "__main__":
    main()
