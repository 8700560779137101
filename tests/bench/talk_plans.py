"""How long a plan of talks takes and how good it is: `python -m tests.bench.talk_plans`, about half a minute."""

import statistics
import sys
import time

from service.domain.talk_plans import greedy_plan, plan_faults, plan_worth
from service.scheduling.best_plan import best_plan
from tests.unit.test_talk_plans import made

CASES = {"many tables": (20, 8, 8, 8), "few tables": (6, 2, 2, 2)}
ROUNDS = 8


def main() -> None:
    """One main and three branch venues, 60 firms, 40 providers, 400 requests, 16 slots."""
    best_plan(made(0, 4, 4, 4), 1)  # the library is loaded
    for name, tables in CASES.items():
        seconds, shares, talks, greedy = [], [], [], []
        for seed in range(ROUNDS):
            problem = made(seed, tables=tables)
            began = time.process_time()
            solved = best_plan(problem, 90)
            seconds.append(time.process_time() - began)
            assert plan_faults(problem, solved.plan) == []
            could = {side for talk in problem.talks if talk.open_slots for side in talk.sides}
            worth = plan_worth(problem, solved.plan)
            shares.append(solved.share)
            talks.append(worth.talks)
            greedy.append(plan_worth(problem, greedy_plan(problem)).talks)
            told = f"{solved.by}, {solved.share:.4f}, firsts {worth.firsts} of {len(could)}, talks {worth.talks}"
            sys.stdout.write(f"{name} {seed}: {seconds[-1]:.2f} s of one core, {told}\n")
        times = f"{statistics.median(seconds):.2f} s in the middle, {max(seconds):.2f} s at most"
        means = f"talks {statistics.mean(talks):.0f}, by greed {statistics.mean(greedy):.0f}"
        sys.stdout.write(f"{name}: {times}; {min(shares):.4f} of the bound at least; {means}\n")


if __name__ == "__main__":
    main()
