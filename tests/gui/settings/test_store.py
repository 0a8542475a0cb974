import pytest

from gui.settings import store
from gui.settings.schema import Settings


def test_a_file_is_read(tmp_path):
    path = tmp_path / "control-room.toml"
    path.write_text('ports = "7000-7001"\npattern = 2\n[names]\n7000 = "Dock"\n')
    assert store.load(path) == Settings(ports="7000-7001", pattern=2, names={"7000": "Dock"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ports = ", "Invalid value"),
        ('port = "5566"', "unknown field `port`"),
        ("pattern = 3", r"<= 2.*pattern"),
        ("secure = 3", r"<= 2.*secure"),
        ("keys = 5", r"Expected `str`.*keys"),
        ('ports = "x"', "'x' is not a port"),
        ('[names]\nx = "Dock"', "'x' is not a port"),
        ("listen = 5", r"Expected `str`.*listen"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_where(tmp_path, text, words):
    path = tmp_path / "broken.toml"
    path.write_text(text)
    with pytest.raises(store.SettingsError, match=words) as caught:
        store.load(path)
    assert str(path) in str(caught.value)


def test_an_absent_file_is_named(tmp_path):
    with pytest.raises(store.SettingsError, match=r"absent\.toml: No such file"):
        store.load(tmp_path / "absent.toml")
