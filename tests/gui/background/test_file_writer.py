import threading

from gui.background.file_writer import BackgroundWriter
from gui.background.stored_file import StoredFile
from tests.support.waiting import PATIENCE


def test_everything_is_written_before_it_ends(tmp_path):
    failures = []
    writer = BackgroundWriter(lambda path, reason: failures.append((path, reason)))
    one, other = StoredFile(tmp_path / "one"), StoredFile(tmp_path / "other")
    for number in range(20):
        writer.write(one, str(number))
    writer.write(other, "x")
    writer.close()
    assert (one.read(), other.read(), failures) == ("19", "x", [])


def test_only_the_newest_of_what_waits_is_written(tmp_path):
    goes_on = threading.Event()
    written = []

    class Slow(StoredFile):
        def write(self, text):
            goes_on.wait(PATIENCE)
            written.append(text)

    writer = BackgroundWriter(lambda *_: None)
    slow = Slow(tmp_path / "slow")
    for number in range(50):
        writer.write(slow, str(number))
    goes_on.set()
    writer.close()
    assert written[-1] == "49"
    assert len(written) <= 2


def test_a_file_that_cannot_be_written_is_told_and_others_go_on(tmp_path):
    failures = []
    (tmp_path / "file").write_text("no folder")
    writer = BackgroundWriter(lambda path, reason: failures.append((path.name, reason)))
    writer.write(StoredFile(tmp_path / "file" / "inside"), "x")
    good = StoredFile(tmp_path / "good")
    writer.write(good, "y")
    writer.close()
    assert [name for name, _ in failures] == ["inside"]
    assert good.read() == "y"
