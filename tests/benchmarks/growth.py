"""What a hundred times the rows cost, what ten times the ledger costs, and what a start costs."""


from measuring import Broken, Ratios, at_least, at_most, ratios, show_table, spread
import rows
from server import Nginx

MIB = 1024 * 1024


def measure(bench):
    _measure_reading(bench)
    _measure_shapes(bench)
    _measure_running(bench)
    _measure_start(bench)


def _measure_reading(bench):
    few, many = bench.sized((10_000, 1_000_000), (100, 1_000))
    manifests = [rows.write(bench.directory / f"{count}.csv", count) for count in (few, many)]
    sizes = [manifest.stat().st_size for manifest in manifests]
    print(f"## growth: reading {few:,} and {many:,} rows\n")
    runs = {}
    for _ in range(bench.rounds):
        for command in ("check", "plan"):
            for manifest in manifests:
                took = bench.shotlist(command, manifest)
                runs.setdefault((command, manifest), []).append(took)
    table, targets = [], Ratios()
    for command in ("check", "plan"):
        small, large = ([took.seconds for took in runs[command, manifest]] for manifest in manifests)
        for manifest, size in zip(manifests, sizes):
            took = runs[command, manifest]
            table.append([f"{command} {int(manifest.stem):,} rows", f"{size / MIB:.1f}",
                          spread([run.seconds for run in took]).shown("{:.3f}"),
                          f"{spread([run.peak_mib for run in took]).median:.0f}"])
        speed = spread([sizes[1] / 1e6 / seconds for seconds in large])
        peak = spread([run.peak_mib / (2 * sizes[1] / MIB + 64)
                       for run in runs[command, manifests[1]]])
        targets.add(f"{command}: MB of CSV a second", speed, at_least(100), "{:.0f}")
        targets.add(f"{command}: time ÷ time of few, per row",
                    ratios([seconds * few / many for seconds in large], small), at_most(1.1))
        targets.add(f"{command}: peak ÷ (2 × manifest + 64 MiB)", peak, at_most(1))
    show_table(["command", "MiB of CSV", "seconds", "peak MiB"], table)
    targets.show()
    for manifest in manifests:
        manifest.unlink()


def _measure_shapes(bench):
    size = bench.sized(60_000_000, 20_000)
    print(f"## growth: reading {size / 1e6:g} MB of other shapes\n")
    table = []
    for shape in rows.SHAPES:
        manifest, read = rows.write_shape(shape, bench.directory, size)
        cells, peaks = [], []
        for command in ("check", "plan"):
            runs = [bench.shotlist(command, manifest) for _ in range(bench.rounds)]
            cells.append(spread([read / 1e6 / took.seconds for took in runs]).shown("{:.0f}"))
            peaks.append(max(took.peak_mib for took in runs) / (2 * read / MIB + 64))
        table.append([shape.name, *cells, f"{max(peaks):.2f}"])
        for file in {manifest, manifest.with_suffix(".csv")}:
            file.unlink()
    show_table(["rows with", "check: MB/s", "plan: MB/s", "peak ÷ (2 × rows + 64 MiB)"], table)


def _measure_running(bench):
    few, many = bench.sized((20_000, 200_000), (50, 200))
    manifests = [rows.write(bench.directory / f"{count}.csv", count) for count in (few, many)]
    print(f"## growth: running {few:,} and {many:,} rows, and running again with nothing to send\n")
    runs = {}
    ledger_mib = {}
    with Nginx(bench.programs.nginx, bench.new_folder()) as nginx:
        for _ in range(bench.rounds):
            for manifest in manifests:
                words = ["run", manifest, "--base-url", nginx.base_url, "--jobs", 64]
                asked = nginx.requests()
                for name in ("run", "resume"):
                    runs.setdefault((name, manifest), []).append(bench.shotlist(*words))
                if nginx.requests() - asked != int(manifest.stem):
                    raise Broken("not every row was sent once")
                ledger_mib[manifest] = bench.ledger.stat().st_size / MIB
                bench.forget(manifest)
    table, targets = [], Ratios()
    for name in ("run", "resume"):
        small, large = ([took.seconds for took in runs[name, manifest]] for manifest in manifests)
        for manifest in manifests:
            took = runs[name, manifest]
            table.append([f"{name} {int(manifest.stem):,} rows", f"{ledger_mib[manifest]:.1f}",
                          spread([run.seconds for run in took]).shown(),
                          f"{spread([run.cpu for run in took]).median:.2f}",
                          f"{spread([run.peak_mib for run in took]).median:.0f}"])
        targets.add(f"{name}: time ÷ time of few, per row",
                    ratios([seconds * few / many for seconds in large], small), at_most(1.1))
    show_table(["command", "MiB of ledger", "seconds", "CPU seconds", "peak MiB"], table)
    targets.show()
    for manifest in manifests:
        manifest.unlink()


def _measure_start(bench):
    times = bench.sized(50, 2)
    manifest = rows.write(bench.directory / "small.csv", 10)
    print(f"## growth: start-up, {times} starts each\n")
    starts = {"shotlist check": [bench.programs.shotlist, "check", manifest],
              "curl --version": [bench.programs.curl, "--version"]}
    seconds = {name: [] for name in starts}
    for _ in range(times):
        for name, words in starts.items():
            seconds[name].append(bench.run(*words).seconds)
    show_table(["program", "ms"], [[name, spread([1000 * took for took in all_of_it]).shown()]
                                   for name, all_of_it in seconds.items()])
    targets = Ratios()
    targets.add("time: shotlist check ÷ curl --version",
                ratios(seconds["shotlist check"], seconds["curl --version"]), at_most(1))
    targets.show()
