"""Pace against a server with a limit: at a rate that is known, and at one that must be found."""

from measuring import Broken, Ratios, Spread, at_most, show_table, spread
import rows
from server import Nginx

LIMIT = 50  # requests a second, where the limit is not told


def measure_fixed_rate(bench):
    print("## fixed-rate: shotlist and nginx keep to the same rate\n")
    table, ratios = [], Ratios()
    for rate in (50, 10, 200):
        count = bench.sized(18 * rate, max(3, rate // 5))
        manifest = rows.write(bench.directory / "paced.csv", count)
        with Nginx(bench.programs.nginx, bench.new_folder(), rate) as nginx:
            runs = [_run(bench, nginx, manifest, "--rate", f"{rate}/s") for _ in range(bench.rounds)]
        refused = [statuses.count("429") for _, statuses in runs]
        ideal = (count - 1) / rate  # the first leaves at once
        seconds = spread([took.seconds for took, _ in runs])
        table.append([f"{rate}/s", count, f"{ideal:.2f}", seconds.shown("{:.3f}"),
                      f"{spread([took.cpu for took, _ in runs]).median:.2f}", sum(refused)])
        ratios.add(f"{rate}/s: time ÷ ideal", spread([took.seconds / ideal for took, _ in runs]),
                   at_most(1.01), "{:.4f}")
        ratios.add(f"{rate}/s: 429s of all rounds", Spread(*[sum(refused)] * 3), at_most(0), "{:.0f}")
    show_table(["rate", "rows", "ideal seconds", "seconds", "CPU seconds", "429s"], table)
    ratios.show()


def measure_unknown_rate(bench):
    count = bench.sized(18 * LIMIT, 20)
    print(f"## unknown-rate: {count} rows, 8 jobs, no rate; nginx allows {LIMIT} a second\n")
    manifest = rows.write(bench.directory / "unpaced.csv", count)
    with Nginx(bench.programs.nginx, bench.new_folder(), LIMIT) as nginx:
        runs = [_run(bench, nginx, manifest, "--rate", "none", "--jobs", 8)
                for _ in range(bench.rounds)]
    ideal = (count - 2) / LIMIT  # two may come at once
    wasted = [100 * statuses.count("429") / len(statuses) for _, statuses in runs]
    show_table(["rows", "ideal seconds", "seconds", "tries", "429s", "rows without a task"],
               [[count, f"{ideal:.2f}", spread([took.seconds for took, _ in runs]).shown("{:.2f}"),
                 f"{spread([len(statuses) for _, statuses in runs]).median:.0f}",
                 f"{spread([statuses.count('429') for _, statuses in runs]).median:.0f}",
                 f"{spread([count - statuses.count('200') for _, statuses in runs]).median:.0f}"]])
    ratios = Ratios()
    ratios.add("time ÷ ideal", spread([took.seconds / ideal for took, _ in runs]), at_most(1.15))
    ratios.add("wasted tries, % of all", spread(wasted), at_most(3))
    ratios.show()


def _run(bench, nginx, manifest, *options):
    """What a run took, and what the server answered, in order."""
    bench.forget(manifest)
    took = bench.shotlist("run", manifest, "--base-url", nginx.base_url, *options,
                          good=(0, 1))  # a row that is turned away too often fails
    statuses = nginx.statuses()
    if rows.submitted(manifest) != statuses.count("200"):
        raise Broken("the results and the server's log do not agree")
    bench.forget(manifest)
    return took, statuses
