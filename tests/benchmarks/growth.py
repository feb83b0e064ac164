"""What a hundred times the rows cost, what ten times the ledger costs, and what a start costs."""


from measuring import Broken, Ratios, at_least, at_most, ratios, show_table, spread
import rows
from server import Nginx

MIB = 1024 * 1024


_SIZES = (1_000, 10_000, 100_000, 1_000_000)
_START = 10  # rows: what is left of the time and the memory is that of a start


def measure(bench):
    _measure_commands(bench)
    _measure_shapes(bench)
    _measure_start(bench)


def _measure_commands(bench):
    """Each command at each size. The largest is measured once: it takes minutes."""
    sizes = bench.sized(_SIZES, (20, 40))
    print(f"## growth: {', '.join(f'{size:,}' for size in sizes)} rows\n")
    took, speeds = {}, []
    for count in (_START, *sizes):
        for _ in range(1 if count == _SIZES[-1] else bench.rounds):
            size, commands = _run_commands(bench, count)
            for name, figures in commands.items():
                took.setdefault((name, count), []).append(figures)
            if count == sizes[-1]:
                speeds.append(size / 1e6 / commands["check"].seconds)
    names = list(dict.fromkeys(name for name, _ in took))
    table, targets = [], Ratios()
    for name in names:
        def each(of, count):
            start = spread([of(one) for one in took[name, _START]]).median
            return [(of(one) - start) / count for one in took[name, count]]
        times = [[1e6 * seconds for seconds in each(lambda one: one.seconds, count)] for count in sizes]
        bytes_ = [spread(each(lambda one: MIB * one.peak_mib, count)).median for count in sizes]
        table.append([name, *(f"{spread(one).median:.1f}" for one in times),
                      *(f"{one:,.0f}" for one in bytes_)])
        many, fewer = times[-1], times[-2]
        targets.add(f"{name}: time a row, {sizes[-1]:,} rows ÷ {sizes[-2]:,}",
                    ratios(many, fewer[:len(many)]), at_most(1.2))
    targets.add(f"check: MB of CSV a second, {sizes[-1]:,} rows", spread(speeds), at_least(150), "{:.0f}")
    show_table(["command", *(f"µs a row, {size:,}" for size in sizes),
                *(f"bytes a row, {size:,}" for size in sizes)], table)
    targets.show()


def _run_commands(bench, count):
    manifest = rows.write(bench.directory / f"{count}.csv", count)
    size = manifest.stat().st_size
    took = {}
    with Nginx(bench.programs.nginx, bench.new_folder()) as nginx:
        server = ["--base-url", nginx.base_url]
        took["check"] = bench.shotlist("check", manifest)
        took["plan"] = bench.shotlist("plan", manifest, *server)
        for name in ("run", "run again"):
            took[name] = bench.shotlist("run", manifest, *server, "--jobs", 64)
        if nginx.requests() != count:
            raise Broken("not every row was sent once")
        took["review"] = bench.shotlist("review", manifest)
        took["collect"] = bench.shotlist("collect", manifest, *server, "--jobs", 64,
                                         "--poll-every", "100ms")
        if nginx.requests() != 2 * count:
            raise Broken("not every task was asked for once")
    bench.forget(manifest)
    manifest.unlink()
    return size, took


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
