"""Time the pages of figures on a year of 1,500 planted needs: `python -m tests.bench.figures`. Nothing of yours is touched."""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from service.domain.people import Role
from service.flows.programmes.plant_demo_programmes import plant_demo_programmes
from tests.demonstration import build_demonstration
from tests.fakes import HashEncoder
from tests.people import make_person, signed_in, with_mailbox
from tests.planted_year import plant_year

NEEDS = 1_500
YEAR = 2026
PATHS = (
    f"/figures?period={YEAR}",
    f"/figures?period={YEAR}-03",
    f"/figures/needs_registered?period={YEAR}",
    f"/figures/map?year={YEAR}",
    f"/figures/report?period={YEAR}-03",
    f"/figures/report.xlsx?period={YEAR}-03",
    f"/figures/summary?period={YEAR}",
    "/programmes",
    "/exposure",
)
_TIMES = 20


def main() -> None:
    """Print the time to count anew, then median and 95th of twenty of each page."""
    with tempfile.TemporaryDirectory(prefix="pool-figures-") as scratch:
        runtime = with_mailbox(build_demonstration(Path(scratch), encoder=HashEncoder()))[0]
        make_person(runtime, Role.BROKER, "chen")
        plant_demo_programmes(runtime)
        browser = signed_in(runtime, "chen")
        plant_year(runtime, 7, NEEDS, YEAR)
        begun = time.perf_counter()
        browser.get(PATHS[0])
        sys.stdout.write(f"first page after a change, {NEEDS} needs: {(time.perf_counter() - begun) * 1000:.0f} ms\n")
        for path in PATHS:
            times = []
            for _ in range(_TIMES):
                begun = time.perf_counter()
                assert browser.get(path).status_code == 200
                times.append((time.perf_counter() - begun) * 1000)
            worst = statistics.quantiles(times, n=20)[-1]
            sys.stdout.write(f"{path:44} median {statistics.median(times):6.1f} ms, 95 % within {worst:6.1f} ms\n")
        runtime.database.dispose()


if __name__ == "__main__":
    main()
