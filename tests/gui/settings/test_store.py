import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.cameras.entry import CameraEntry
from gui.settings import store
from gui.settings.schema import AlarmSettings, LookSettings, Settings


def test_a_file_is_read(tmp_path):
    path = tmp_path / "control-room.toml"
    path.write_text('ports = "7000-7001"\npattern = 2\n[names]\n7000 = "Dock"\n')
    assert store.load(path) == Settings(
        ports="7000-7001", pattern=2, camera=(CameraEntry("7000", "Dock"),)
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ports = ", "nexpected|mpty"),
        ('port = "5566"', "unknown field `port`"),
        ("pattern = 3", r"<= 2.*pattern"),
        ("secure = 3", r"<= 2.*secure"),
        ("keys = 5", r"Expected `str`.*keys"),
        ('ports = "x"', "'x' is not a port"),
        ('[names]\nx = "Dock"', r"'x' is not a port, as 5566 is one .*camera\[0\]"),
        ("[[camera]]\nport = 70000", r"port 70000: ports are 1 to 65535 .*camera\[0\]"),
        ('[[camera]]\nkey = "0"', r"port 0: ports are 1 to 65535 .*camera\[0\]"),
        ('[[camera]]\nkey = "05566"', r"'05566' is not a port, as 5566 is one .*camera\[0\]"),
        ('[[camera]]\nkey = "a gate"', r"'a gate' is not a port, as 5566 is one .*camera\[0\]"),
        ("[[camera]]\nkey = 5566", r"Expected `str`, got `int`.*key"),
        ('[[camera]]\nkey = "5566"\nport = 5566', "unknown field `port`"),
        ('[[camera]]\nname = "Dock"', "missing required field `key`"),
        ('[[camera]]\nkey = "5566"\n[[camera]]\nport = 5566', "port 5566 has two cameras"),
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


cameras = st.lists(
    st.builds(
        CameraEntry,
        key=st.integers(1, 65535).map(str),
        name=st.text(max_size=20),
        group=st.text(max_size=9),
        rotation=st.sampled_from([0, 90, 180, 270]),
        mirrored=st.booleans(),
        fitting=st.sampled_from([None, "fit", "fill", "stretch"]),
    ),
    max_size=5,
    unique_by=lambda camera: camera.key,
).map(tuple)
settings = st.builds(
    Settings,
    ports=st.sampled_from(["5566-5569", "7000", ""]),
    look=st.builds(LookSettings, theme=st.sampled_from(["dark", "light"]), animation=st.booleans()),
    alarms=st.builds(AlarmSettings, grace_s=st.floats(0, 3600), sound=st.booleans()),
    shortcuts=st.dictionaries(st.sampled_from(["find", "quit"]), st.text(max_size=9)),
    presets=st.lists(st.text() | st.integers(-9, 9), max_size=3).map(tuple),
    camera=cameras,
)


@given(first=settings, second=settings)
def test_what_is_saved_is_read_again_whatever_was_there_before(first, second):
    text = store.updated_text(None, first)
    assert store.read_text(text) == first
    assert store.read_text(store.updated_text(text, second)) == second


def test_comments_and_order_of_a_person_stay():
    text = """# the control room
ports = "7000-7001"  # gate and dock

[alarms]
# the router needs a while
grace_s = 20.0
"""
    changed = store.read_text(text)
    changed = msgspec.structs.replace(changed, pattern=2)
    saved = store.updated_text(text, changed)
    assert saved.startswith('# the control room\nports = "7000-7001"  # gate and dock\n')
    assert "# the router needs a while\ngrace_s = 20.0" in saved
    assert store.read_text(saved) == changed


def test_ports_of_cameras_and_what_a_person_wrote_of_them_stay_until_a_camera_changes():
    text = '# yard\n[[camera]]\nport = 5566  # by the gate\nname = "Gate"\n'
    settings = store.read_text(text)
    assert settings.camera == (CameraEntry("5566", "Gate"),)
    saved = store.updated_text(text, msgspec.structs.replace(settings, pattern=2))
    assert "port = 5566  # by the gate\n" in saved
    renamed = msgspec.structs.replace(settings, camera=(CameraEntry("5566", "Main gate"),))
    saved = store.updated_text(saved, renamed)
    assert 'key = "5566"\nname = "Main gate"' in saved
    assert store.read_text(saved) == renamed


def test_a_new_file_holds_only_what_differs_from_the_defaults():
    text = store.updated_text(None, Settings(camera=(CameraEntry("7000", "Dock"),)))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert lines == ["version = 2", "[[camera]]", 'key = "7000"', 'name = "Dock"']


def test_a_broken_file_of_the_program_is_kept_aside_and_the_defaults_are_used(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("pattern = 7\n")
    found, told = store.load_or_set_aside(path)
    assert found == Settings()
    assert str(path) in told
    assert "pattern" in told
    assert "kept as settings.toml.broken-1" in told
    assert (tmp_path / "settings.toml.broken-1").read_text() == "pattern = 7\n"
    assert store.load_or_set_aside(path) == (Settings(), "")
