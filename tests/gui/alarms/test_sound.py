"""The sound of alarms, with players of our own on the PATH."""

import sys
import wave

import pytest
from PySide6.QtCore import QProcess

import resources
from gui.alarms.sound import AlarmSound

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows plays by itself")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def beeps(qapp):
    return []


def add_player(folder, name, script):
    player = folder / name
    player.write_text(f'#!/bin/sh\necho "$@" >> {folder}/{name}.heard\n{script}\n')
    player.chmod(0o755)


def heard(folder, name):
    notes = folder / f"{name}.heard"
    return notes.read_text().splitlines() if notes.exists() else []


@pytest.fixture
def sound(folder, qapp):
    add_player(folder, "paplay", "exit 0")
    return AlarmSound()


def is_ended(sound):
    return sound._process is None


def test_the_first_alarm_is_heard_at_once(sound, folder, qtbot):
    sound.set_open(1)
    qtbot.waitUntil(lambda: heard(folder, "paplay") == [str(resources.path("sounds/alarm.wav"))])
    assert sound.means() == "through paplay"


def test_it_is_repeated_until_everything_is_acknowledged(sound, folder, qtbot):
    sound.set_repeat(0.05)
    sound.set_open(2)
    qtbot.waitUntil(lambda: len(heard(folder, "paplay")) >= 3)
    sound.set_open(0)
    count = len(heard(folder, "paplay"))
    # One may have been starting.
    qtbot.stays_true(lambda: len(heard(folder, "paplay")) <= count + 1, 200)
    assert not sound._timer.isActive()


def test_nothing_is_heard_while_sound_is_off_or_nothing_is_open(sound, folder, qtbot):
    sound.ring()
    sound.set_on(False)
    sound.set_repeat(0.01)
    sound.set_open(1)
    qtbot.stays_true(lambda: heard(folder, "paplay") == [], 100)
    sound.set_on(True)
    qtbot.waitUntil(lambda: len(heard(folder, "paplay")) >= 1)
    sound.set_open(0)


def test_at_most_one_player_runs_and_acknowledging_ends_it(folder, qtbot, qapp):
    add_player(folder, "aplay", "exec /bin/sleep 30")
    sound = AlarmSound()
    sound.set_open(1)
    qtbot.waitUntil(lambda: len(heard(folder, "aplay")) == 1)
    process = sound._process
    for _ in range(5):
        sound.ring()
    with qtbot.waitSignal(process.finished):
        sound.set_open(0)
    assert len(heard(folder, "aplay")) == 1
    assert heard(folder, "aplay")[0].startswith("-q ")


def test_the_end_of_the_program_ends_the_player(folder, qtbot, qapp):
    add_player(folder, "aplay", "exec /bin/sleep 30")
    sound = AlarmSound()
    sound.set_open(1)
    qtbot.waitUntil(lambda: len(heard(folder, "aplay")) == 1)
    process = sound._process
    sound.close()
    assert process.state() is QProcess.ProcessState.NotRunning
    sound.close()


def test_a_player_that_fails_gives_way_to_the_next_and_at_last_to_a_beep(folder, qtbot, beeps):
    add_player(folder, "pw-play", "exit 1")
    add_player(folder, "paplay", "exit 1")
    sound = AlarmSound(beep=lambda: beeps.append(1))
    sound.set_open(1)
    qtbot.waitUntil(lambda: len(beeps) == 1)
    assert len(heard(folder, "pw-play")) == len(heard(folder, "paplay")) == 1
    assert sound.means() == "as a beep"
    sound.ring()
    assert len(beeps) == 2


def test_a_player_that_cannot_be_started_gives_way_too(folder, qtbot, beeps):
    (folder / "paplay").write_bytes(b"\x7fELF but not really")
    (folder / "paplay").chmod(0o755)
    sound = AlarmSound(beep=lambda: beeps.append(1))
    sound.set_open(1)
    qtbot.waitUntil(lambda: len(beeps) == 1)


def test_without_any_player_the_computer_beeps(folder, beeps):
    AlarmSound(beep=lambda: beeps.append(1)).set_open(1)
    assert beeps == [1]


def test_the_sound_is_short_and_not_silent():
    with wave.open(str(resources.path("sounds/alarm.wav"))) as file:
        assert 0.5 < file.getnframes() / file.getframerate() < 3
        assert len(set(file.readframes(4000))) > 100
