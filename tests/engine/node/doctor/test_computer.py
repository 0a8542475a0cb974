import os
import sys
from pathlib import Path

import pytest

from netgear_engine.node.doctor.computer import (
    Computer,
    group_number,
    groups_of,
    home_of,
    present_user,
)
from tests.support.raspberry_pi import lay_pi_files


def test_a_raspberry_pi_says_what_it_is(tmp_path):
    computer = Computer(root=lay_pi_files(tmp_path))
    assert computer.model() == "Raspberry Pi 4 Model B Rev 1.4"
    assert computer.is_raspberry_pi()


def test_another_computer_says_nothing(tmp_path):
    computer = Computer(root=tmp_path)
    assert computer.model() == ""
    assert not computer.is_raspberry_pi()


def test_a_program_answers():
    code = "import sys; print('words'); print('a\\nb\\n', file=sys.stderr); sys.exit(3)"
    answer = Computer().run(sys.executable, "-c", code)
    assert (answer.code, answer.output, answer.complaint) == (3, "words\n", "a\nb")
    assert answer.last_words() == "b"


def test_a_silent_failure_still_has_words():
    answer = Computer().run(sys.executable, "-c", "import sys; sys.exit(3)")
    assert answer.last_words() == "exit code 3"


def test_a_program_that_hangs_is_given_up():
    answer = Computer(patience_s=0.5).run("sh", "-c", "echo words; exec sleep 60")
    assert answer.code is None
    assert answer.output == "words\n"
    assert "no answer" in answer.last_words()


def test_a_missing_program_is_an_error():
    with pytest.raises(FileNotFoundError):
        Computer().run("/nowhere/program")


def test_users_and_groups_are_those_of_the_system():
    assert groups_of("root") >= {0}
    assert groups_of("nobody of that name") == set()
    assert home_of("root") == Path("/root")
    assert home_of("nobody of that name") is None
    assert group_number("root") == 0
    assert group_number("no group of that name") is None
    assert present_user() != ""


def test_a_user_without_a_name_is_a_number(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 987654)
    assert present_user() == "987654"
