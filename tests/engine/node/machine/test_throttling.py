import os

import pytest

from netgear_engine.clock import SystemClock
from netgear_engine.node.machine.throttling import Throttling, throttled_words
from tests.support.manual_clock import ManualClock
from tests.support.raspberry_pi import vcgencmd
from tests.support.waiting import wait_until

FOR_EVER = "import signal; open({mark!r}, 'a').write('x'); signal.pause()"


@pytest.mark.parametrize(
    ("bits", "words"),
    [
        (0, ()),
        (1 << 0, ("under-voltage now",)),
        (1 << 1, ("frequency capped now",)),
        (1 << 2, ("throttled now",)),
        (1 << 3, ("soft temperature limit now",)),
        (1 << 16, ("under-voltage since boot",)),
        (1 << 17, ("frequency capped since boot",)),
        (1 << 18, ("throttled since boot",)),
        (1 << 19, ("soft temperature limit since boot",)),
        (
            0x50005,
            (
                "under-voltage now",
                "throttled now",
                "under-voltage since boot",
                "throttled since boot",
            ),
        ),
        (0xFFF0FFF0, ()),
    ],
)
def test_every_bit_has_its_words(bits, words):
    assert throttled_words(bits) == words


def test_an_answer_comes_with_one_of_the_next_readings(tmp_path):
    throttling = Throttling(ManualClock(), vcgencmd(tmp_path, "print('throttled=0x50000')"))
    assert throttling.read() is None
    words = wait_until(throttling.read)
    assert words == ("under-voltage since boot", "throttled since boot")


def test_it_can_be_asked_and_waited_for(tmp_path):
    throttling = Throttling(SystemClock(), vcgencmd(tmp_path, "print('throttled=0x0')"))
    assert throttling.ask() == ()


def test_it_is_asked_again_only_after_a_while(tmp_path):
    clock = ManualClock()
    bits = tmp_path / "bits"
    bits.write_text("0x1")
    code = f"print('throttled=' + open({str(bits)!r}).read())"
    throttling = Throttling(clock, vcgencmd(tmp_path, code))
    assert wait_until(throttling.read) == ("under-voltage now",)
    bits.write_text("0x2")
    clock.advance(9)
    assert throttling.read() == ("under-voltage now",)
    clock.advance(2)
    wait_until(lambda: throttling.read() == ("frequency capped now",))


@pytest.mark.parametrize(
    "code",
    [
        "import sys; print('throttled=0x1'); sys.exit(255)",
        "print('VCHI initialization failed')",
        "print('error=1 error_msg=\"Command not registered\"')",
    ],
)
def test_what_is_no_answer_is_nothing(tmp_path, code):
    throttling = Throttling(SystemClock(), vcgencmd(tmp_path, code))
    assert throttling.ask() is None


def test_without_the_program_there_is_nothing():
    throttling = Throttling(SystemClock(), ("/nowhere/vcgencmd", "get_throttled"))
    assert throttling.read() is None
    assert throttling.ask() is None


def test_one_that_hangs_is_not_waited_for_and_ended(tmp_path):
    clock = ManualClock()
    mark = tmp_path / "started"
    throttling = Throttling(clock, vcgencmd(tmp_path, FOR_EVER.format(mark=str(mark))))
    assert throttling.read() is None
    wait_until(lambda: mark.exists() and mark.read_text())
    clock.advance(2)
    throttling.read()
    clock.advance(2)
    throttling.read()  # over its time: ended
    clock.advance(7)
    # Only when the first is gone does the next one start.
    wait_until(lambda: throttling.read() is None and mark.read_text() == "xx")
    throttling.close()


def test_an_old_answer_does_not_outlive_a_hanging_firmware(tmp_path):
    clock = ManualClock()
    hangs = tmp_path / "hangs"
    code = (
        f"import os, signal; print('throttled=0x1', flush=True);"
        f"signal.pause() if os.path.exists({str(hangs)!r}) else None"
    )
    throttling = Throttling(clock, vcgencmd(tmp_path, code))
    assert wait_until(throttling.read)
    hangs.touch()
    clock.advance(11)
    throttling.read()
    clock.advance(4)
    assert throttling.read() is None
    throttling.close()


def test_closing_leaves_no_process(tmp_path):
    mark = tmp_path / "pid"
    code = f"import os, signal; open({str(mark)!r}, 'w').write(str(os.getpid())); signal.pause()"
    throttling = Throttling(ManualClock(), vcgencmd(tmp_path, code))
    throttling.read()
    pid = int(wait_until(lambda: mark.exists() and mark.read_text()))
    throttling.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
