#!/usr/bin/env python3
"""plot.py RESULTS.json [OUT.svg]: append rate, open time and memory over the number of events, from a run's growth lines.

Without OUT.svg the file is docs/growth.svg. Text stays text and no date goes in: the same figures give the same file.
"""

import json
import pathlib
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

DEFAULT_OUT = pathlib.Path(__file__).resolve().parent.parent / "docs" / "growth.svg"


def short(number, _=None):
    """1,000,000 as 1 M."""
    for power, letter in ((1_000_000, " M"), (1_000, " k")):
        if number >= power:
            return f"{number / power:g}{letter}"
    return f"{number:g}"


def draw(axes, title, unit, events, series):
    """One panel; every series starts from zero, so that what is flat looks flat."""
    for label, values in series:
        axes.plot(events, values, marker="o", label=label)
    axes.set_xscale("log")
    axes.set_xticks(events, [short(count) for count in events])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(short)
    axes.set_ylim(bottom=0, top=1.15 * max(max(values) for _, values in series))
    axes.set_title(title, fontsize=10)
    axes.set_xlabel("events")
    axes.set_ylabel(unit)
    axes.grid(alpha=0.3)
    if len(series) > 1:
        axes.legend(fontsize=8)


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__, file=sys.stderr)
        return 2
    results = json.loads(pathlib.Path(arguments[0]).read_text(encoding="utf-8"))
    out = pathlib.Path(arguments[1]) if len(arguments) == 2 else DEFAULT_OUT
    points = results["growth"]["points"]
    events = [point["events"] for point in points]

    def column(name):
        return [point[name] for point in points]

    plt.rcParams["svg.fonttype"] = "none"
    plt.rcParams["svg.hashsalt"] = "growth"
    figure, (rate, opening, memory) = plt.subplots(1, 3, figsize=(12, 3.4), layout="constrained")
    draw(rate, "append rate", "events/s", events, [("append", column("append_rate"))])
    draw(
        opening,
        "open",
        "ms",
        events,
        [("after a clean stop", column("open_ms")), ("after kill -9", column("open_after_kill_ms"))],
    )
    draw(
        memory,
        "memory",
        "MiB",
        events,
        [
            ("appending", column("rss_mib")),
            ("verifying", [point["verification"]["rss_mib"] for point in points]),
            ("projecting", [point["projection"]["rss_mib"] for point in points]),
        ],
    )
    machine = results["machine"]
    figure.suptitle(f"{machine['processor']}, {machine['cores']} cores, commit {results['commit']}", fontsize=8)
    figure.savefig(out, metadata={"Date": None})
    print(f"written: {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
