"""Rules for every test: no display needed, nothing left behind, nothing skipped where X11 is."""

import gc
import itertools
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from tests.support import leftovers
from tests.support.manual_clock import ManualClock
from tests.support.process_state import process_left_as_it_was
from tests.support.sample_videos import extract_video

# Set before anything imports Qt. `make test-x11` sets it to xcb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Nobody's own settings are read or changed: every program that a test starts finds none.
_no_settings = tempfile.TemporaryDirectory(prefix="netgear-settings-")
os.environ["XDG_CONFIG_HOME"] = _no_settings.name

_REQUIRE_X11 = os.environ.get("NETGEAR_REQUIRE_X11") == "1"


def pytest_configure(config: pytest.Config) -> None:
    """Start noting where threads and sockets are made; take Ctrl+C as any program does.

    A process of several that run the tests ignores it, and everything it starts would, too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    global _end_watch  # noqa: PLW0603 (pytest's hooks share nothing else)
    _end_watch = leftovers.watch_starts()
    if config.pluginmanager.hasplugin("pytest-qt"):
        config.pluginmanager.import_plugin("tests.support.window_plugin")
    if config.pluginmanager.hasplugin("hypothesispytest"):
        _take_the_time_that_examples_need()


def _take_the_time_that_examples_need() -> None:
    """Let no test of random examples fail because the computer is busy."""
    # Here, as there is no hypothesis where libcamera is.
    from hypothesis import HealthCheck, settings

    untimed = [HealthCheck.too_slow]
    settings.register_profile("untimed", deadline=None, suppress_health_check=untimed)
    settings.load_profile("untimed")


def pytest_sessionfinish(exitstatus: int) -> None:
    """Keep the result for the end."""
    global _exit_status  # noqa: PLW0603
    _exit_status = int(exitstatus)


def pytest_unconfigure() -> None:
    """Stop noting; where a test left something behind that the interpreter would wait for, end."""
    _end_watch()
    if leftovers.would_hold_up_the_end():
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_exit_status)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs an X11 display when Qt was told to do without one."""
    if item.get_closest_marker("x11") and os.environ["QT_QPA_PLATFORM"] != "xcb":
        pytest.skip("needs an X11 display: make test-x11")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip into a failure where X11 is said to be there."""
    report = yield
    if _REQUIRE_X11 and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but nothing may be skipped here: {report.longrepr}"
    return report


def _no_watch() -> None:
    """Stand in until pytest_configure has run."""


_end_watch: Callable[[], None] = _no_watch
_exit_status = 1
_tests = itertools.count(1)


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    with leftovers.nothing_left_behind(), process_left_as_it_was():
        yield
        # All that is old is looked at now and then only: that takes longer than most tests.
        if next(_tests) % 100 == 0:
            keep_collector_from_what_stays()
        else:
            gc.collect(1)


@pytest.fixture
def manual_clock() -> ManualClock:
    """A clock that goes on only when the test turns it."""
    return ManualClock()


@pytest.fixture(scope="session")
def sample_video(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function from a clip's name (tests.support.sample_videos.NAMES) to its file."""
    folder = tmp_path_factory.mktemp("videos")
    clips: dict[str, Path] = {}

    def find(name: str) -> Path:
        if name not in clips:
            clips[name] = extract_video(name, folder)
        return clips[name]

    return find


def pytest_collection_finish() -> None:
    """Let Python's collector run after each test and not in the middle of one.

    See gui/background/garbage.py for why.
    """
    keep_collector_from_what_stays()
    gc.disable()


def keep_collector_from_what_stays() -> None:
    """Keep the collector from looking each time at all modules, tests and syntax trees."""
    gc.collect()
    gc.freeze()
