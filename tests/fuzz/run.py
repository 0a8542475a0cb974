"""Feed every reader what nobody would write: make fuzz SECONDS=300.

    python -m tests.fuzz.run [--seconds 300] [--target header] [--seed N] [--keep]

With atheris, which sees which lines a file reaches and goes on from there; where it has no wheels,
with hypothesis, which only guesses. `--keep` adds to the corpus what reached something new. Ends
with 1 when a target raised what it should not, took more than 20 s or 2 GB.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_CORPUS = Path(__file__).with_name("corpus")
_LIBFUZZER = ("-max_len=65536", "-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1")
_MOST_KEPT = 60


def main() -> int:
    """Run each target in a process of its own; print a line for each."""
    options = _options()
    if options.inside:
        return _inside(options)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    engine = "atheris" if find_spec("atheris") else "hypothesis"
    started = time.strftime("%Y-%m-%d %H:%M")
    print(f"fuzz, {started}, seed {seed}, {options.seconds} s each, {engine}", flush=True)
    names = [options.target] if options.target else sorted(one.name for one in _CORPUS.iterdir())
    failed = [name for name in names if not _is_well(name, seed, options)]
    print(f"failed: {', '.join(failed)}" if failed else "Nothing was raised.")
    return 1 if failed else 0


def _is_well(name: str, seed: int, options: argparse.Namespace) -> bool:
    with tempfile.TemporaryDirectory(prefix=f"fuzz-{name}-") as found:
        words = [
            *(sys.executable, "-m", "tests.fuzz.run", "--inside", f"--target={name}"),
            *(f"--seed={seed}", f"--seconds={options.seconds}", f"--found={found}"),
        ]
        run = subprocess.run(
            words, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
        )
        told = run.stdout.decode(errors="replace")
        runs = [line.split()[-1] for line in told.splitlines() if "number_of_executed" in line]
        print(f"{name:18} {runs[-1] if runs else '?':>9} runs  exit {run.returncode}", flush=True)
        if run.returncode:
            print(told[-4000:], flush=True)
        elif options.keep:
            _keep(name, Path(found))
        return run.returncode == 0


def _keep(name: str, found: Path) -> None:
    """Keep of what reached something new the smallest files, as many as a repository bears."""
    kept = _CORPUS / name
    room = _MOST_KEPT - len(list(kept.iterdir()))
    for path in sorted(found.iterdir(), key=lambda one: one.stat().st_size)[: max(0, room)]:
        shutil.copy(path, kept / path.name[:12])


def _inside(options: argparse.Namespace) -> int:
    if find_spec("atheris") is None:
        return _with_hypothesis(options)
    import atheris

    with atheris.instrument_imports(include=["netgear_engine", "gui", "msgspec", "tomlkit"]):
        from tests.fuzz.targets import TARGETS

    folders = [options.found, str(_CORPUS / options.target)]
    limits = [f"-max_total_time={options.seconds}", f"-seed={options.seed}", *_LIBFUZZER]
    artifacts = f"-artifact_prefix={tempfile.gettempdir()}/fuzz-{options.target}-"
    atheris.Setup([sys.argv[0], *limits, artifacts, *folders], TARGETS[options.target])
    atheris.Fuzz()
    return 0


def _with_hypothesis(options: argparse.Namespace) -> int:
    from hypothesis import HealthCheck, given, seed, settings
    from hypothesis import strategies as st

    from netgear_engine.clock import SystemClock
    from tests.fuzz.targets import TARGETS

    target, clock = TARGETS[options.target], SystemClock()
    known = [path.read_bytes() for path in sorted((_CORPUS / options.target).iterdir())]
    pieces = st.tuples(st.sampled_from(known), st.integers(0, 9999), st.binary(max_size=40))
    changed = pieces.map(lambda one: one[0][: one[1]] + one[2] + one[0][one[1] + len(one[2]) :])
    end, runs, turn = clock.monotonic() + options.seconds, 0, options.seed
    while clock.monotonic() < end:
        turn += 1

        @seed(turn)
        @settings(
            max_examples=500,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.binary(max_size=4096) | changed)
        def one_turn(data: bytes) -> None:
            nonlocal runs
            runs += 1
            target(data)

        one_turn()
    print(f"number_of_executed_units: {runs}")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=300, help="for each target")
    parser.add_argument("--target", default="", help="one of them only")
    parser.add_argument("--seed", type=int, help="that of an earlier run, which printed it")
    parser.add_argument("--keep", action="store_true", help="add to the corpus")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--found", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
