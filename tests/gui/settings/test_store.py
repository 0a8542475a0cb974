import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from gui.cameras.entry import CameraEntry
from gui.lock.pin import is_pin
from gui.settings import store
from gui.settings.schema import AlarmSettings, LookSettings, Settings


def test_a_file_is_read(tmp_path):
    path = tmp_path / "control-room.toml"
    path.write_text('ports = "7000-7001"\npattern = 2\n[names]\n7000 = "Dock"\n')
    assert store.load(path) == Settings(
        ports="7000-7001", pattern=2, camera=(CameraEntry("7000", "Dock"),)
    )


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


@tried(deadline=None, suppress_health_check=[HealthCheck.too_slow])
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


PIN = "$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$aGFzaA"
MINE = f'''ports = "7000"

[lock]
pin = "{PIN}"

[[camera]]
key = "5566"
name = "Gate"
'''


def test_one_wrong_key_takes_nothing_else_with_it(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("portz = 1\n" + MINE.replace("[lock]", "[look]\ntheme = 5\n[lock]"))
    found, told = store.load_or_set_aside(path)
    assert found.camera == (CameraEntry("5566", "Gate"),)
    assert (found.ports, found.lock.pin, found.look.theme) == ("7000", PIN, "dark")
    assert "settings.toml: portz: unknown key; did you mean ports?" in told
    assert "look.theme: 5 is not one of 'dark', 'high contrast', 'light'" in told
    assert path.exists() and list(tmp_path.iterdir()) == [path]


def test_a_wrong_key_of_a_camera_costs_that_camera_only_that_key(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text(MINE + 'rotation = 45\n[[camera]]\nport = 7001\nnmae = "Dock"\n')
    found, told = store.load_or_set_aside(path)
    assert found.camera == (CameraEntry("5566", "Gate"), CameraEntry("7001"))
    assert 'camera 1 "Gate": rotation: 45 is not one of 0, 90, 180, 270' in told
    assert "camera 2: nmae: unknown key; did you mean name?" in told


def test_a_file_that_cannot_be_read_gives_way_to_the_one_before_it(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text("ports = ]\n" + MINE)
    (tmp_path / "settings.toml.bak").write_text(MINE)
    found, told = store.load_or_set_aside(path)
    assert found == store.read_text(MINE)
    assert "at line 1" in told and "key ports" in told
    assert "kept as settings.toml.broken-1" in told
    assert "the settings before the last change are used, from settings.toml.bak" in told
    assert (tmp_path / "settings.toml.broken-1").read_text().startswith("ports = ]")


def test_without_one_before_it_the_defaults_are_used(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('[lock]\npin = ""\n[alarms]\npattern = ')
    found, told = store.load_or_set_aside(path)
    assert found == Settings()
    assert "the defaults are used" in told
    assert store.load_or_set_aside(path) == (Settings(), "")


@pytest.mark.parametrize(
    "text",
    [
        # Not TOML at all, and without a version before it.
        "name = Front gate\n" + MINE,
        "\xff\n" + MINE,
    ],
)
def test_no_window_is_unlocked_because_the_file_is_broken(tmp_path, text):
    path = tmp_path / "settings.toml"
    path.write_bytes(text.encode("latin-1"))
    found, told = store.load_or_set_aside(path)
    assert (found.lock.pin, found.lock.locked_at_start) == (PIN, True)
    assert "line 1" in told
    assert "argon2" not in told


OLDER_PIN = PIN.replace("aGFzaA", "b2xkZXI")


@pytest.mark.parametrize("before", ["", MINE.replace(PIN, OLDER_PIN), "[lock]\npin = 1"])
@pytest.mark.parametrize(
    "lock",
    [
        f"[lock]\npin = '{PIN}'",
        f'lock.pin = "{PIN}"',
        f'lock = {{ locked_at_start = true, pin = "{PIN}" }}',
        f'[lock]\n"pin" = "{PIN}"',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_newest_pin_is_salvaged_however_it_is_written(tmp_path, lock, before, encoding):
    path = tmp_path / "settings.toml"
    path.write_bytes(f"ports = ]\n{lock}\n".encode(encoding))
    if before:
        (tmp_path / "settings.toml.bak").write_text(before)
    assert store.load_or_set_aside(path)[0].lock.pin == PIN


@pytest.mark.parametrize(
    ("broken", "before"),
    [
        ("ports = ]\n[lock]\npin = $argon2", ""),
        ("ports = ]\n[lock]\npin = $argon2", "ports = 5"),
        ("ports = ]\n", "[lock]\npin = 1"),
    ],
)
def test_a_broken_file_whose_pin_is_not_known_locks_the_window_until_it_is_mended(
    tmp_path, broken, before
):
    path = tmp_path / "settings.toml"
    path.write_text(broken)
    if before:
        (tmp_path / "settings.toml.bak").write_text(before)
    for _start in range(2):
        found, told = store.load_or_set_aside(path)
        assert (found.lock.pin, found.lock.locked_at_start) == (store.UNREADABLE_PIN, True)
        assert "locked until that is right" in told
    assert path.read_text() == broken
    for text in (None, MINE):
        assert store.read_text(store.updated_text(text, found)).lock.pin == (PIN if text else "")


@pytest.mark.parametrize(
    "lock", ["[lock]\npin = 1234", "[lok]\npin = 1", "lock = 5", '[lock]\npinn = "1234"']
)
def test_no_window_is_unlocked_because_its_pin_cannot_be_read(tmp_path, lock):
    path = tmp_path / "settings.toml"
    path.write_text(lock + "\n")
    found, told = store.load_or_set_aside(path)
    assert found.lock.locked_at_start
    assert not any(is_pin(pin, found.lock.pin) for pin in ("1234", "1", "?", ""))
    assert "locked until that is right" in told
    # What was not understood is not overwritten either.
    assert lock in store.updated_text(lock, found)
    (tmp_path / "settings.toml.bak").write_text(MINE)
    assert store.load_or_set_aside(path)[0].lock.pin == PIN


@pytest.mark.parametrize("name", ["settings.toml", "room.toml"])
def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\xef\xbb\xbf" + MINE.encode())
    assert store.load(path) == store.read_text(MINE)


def test_what_is_wrong_stays_as_it_is_written_until_it_is_changed():
    text = 'look = 5\nportz = 1\npattern = 7\n[[camera]]\nport = 70000\nname = "Dock"\n'
    changed = msgspec.structs.replace(Settings(), ports="7000")
    saved = store.updated_text(text, changed)
    assert saved.startswith("look = 5\nportz = 1\npattern = 7\n")
    assert 'port = 70000\nname = "Dock"' in saved
    changed = msgspec.structs.replace(changed, look=LookSettings("light"), pattern=2)
    saved = store.updated_text(saved, changed)
    assert "pattern = 2" in saved and 'theme = "light"' in saved


def test_cameras_of_the_first_version_are_kept_as_cameras():
    text = '[names]\n5566 = "Dock"\n'
    saved = store.updated_text(text, store.read_text(text))
    assert "[names]" not in saved
    assert store.read_text(saved).camera == (CameraEntry("5566", "Dock"),)
