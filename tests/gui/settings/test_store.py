import msgspec
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from gui.background.stored_file import StoredFile
from gui.cameras.entry import CameraEntry
from gui.lock.pin import is_pin
from gui.settings import store
from gui.settings.reading import UNREADABLE_PIN
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


@pytest.fixture
def path(tmp_path):
    return tmp_path / "settings.toml"


@pytest.fixture
def before(tmp_path):
    return tmp_path / "settings.toml.bak"


def assert_locked(path, pin, *, starts=2):
    """Start so often: each time the window is locked with this PIN."""
    for _start in range(starts):
        loaded = store.load_own(path)
        assert (loaded.settings.lock.pin, loaded.begins_locked) == (pin, True)
        assert ("locked until that is right" in loaded.trouble) == (pin == UNREADABLE_PIN)
        assert "argon2" not in loaded.trouble
    return loaded


def test_one_wrong_key_takes_nothing_else_with_it(path, tmp_path):
    path.write_text("portz = 1\n" + MINE.replace("[lock]", "[look]\ntheme = 5\n[lock]"))
    loaded = store.load_own(path)
    found = loaded.settings
    assert found.camera == (CameraEntry("5566", "Gate"),)
    assert (found.ports, found.lock.pin, found.look.theme) == ("7000", PIN, "dark")
    assert "settings.toml: portz: unknown key; did you mean ports?" in loaded.trouble
    assert "look.theme: 5 is not one of 'dark', 'high contrast', 'light'" in loaded.trouble
    assert not loaded.is_broken and not loaded.begins_locked
    assert list(tmp_path.iterdir()) == [path]


def test_a_wrong_key_of_a_camera_costs_that_camera_only_that_key(path):
    path.write_text(MINE + 'rotation = 45\n[[camera]]\nport = 7001\nnmae = "Dock"\n')
    loaded = store.load_own(path)
    assert loaded.settings.camera == (CameraEntry("5566", "Gate"), CameraEntry("7001"))
    assert 'camera 1 "Gate": rotation: 45 is not one of 0, 90, 180, 270' in loaded.trouble
    assert "camera 2: nmae: unknown key; did you mean name?" in loaded.trouble


def test_a_file_that_cannot_be_read_gives_way_to_the_one_before_it_and_stays(path, before):
    without_pin = MINE.replace(PIN, "")
    path.write_text("ports = ]\n" + without_pin)
    before.write_text(without_pin)
    for _start in range(2):
        loaded = store.load_own(path)
        assert loaded.settings == store.read_text(without_pin)
        assert "at line 1" in loaded.trouble and "key ports" in loaded.trouble
        assert "The settings before the last change are used, from settings.toml.bak" in (
            loaded.trouble
        )
        assert loaded.is_broken and loaded.has_last_good
        assert path.read_text().startswith("ports = ]")


def test_without_one_before_it_the_defaults_are_used(path):
    path.write_text('[lock]\npin = ""\n[alarms]\npattern = ')
    loaded = store.load_own(path)
    assert loaded.settings == Settings()
    assert "The defaults are used" in loaded.trouble
    assert loaded.is_broken and not loaded.has_last_good


def test_no_file_yet_is_no_trouble(path):
    assert store.load_own(path) == store.Loaded(Settings(), is_new=True)


OLDER_PIN = PIN.replace("aGFzaA", "b2xkZXI")
OLDER = MINE.replace(PIN, OLDER_PIN)


@pytest.mark.parametrize("text", ["name = Front gate\n" + MINE, "\xff\n" + MINE])
def test_no_window_is_unlocked_because_the_file_is_broken(path, text):
    path.write_bytes(text.encode("latin-1"))
    assert "line 1" in assert_locked(path, PIN).trouble


@pytest.mark.parametrize("older", ["", OLDER, "[lock]\npin = 1"])
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
def test_the_newest_pin_is_salvaged_however_it_is_written(path, before, lock, older, encoding):
    path.write_bytes(f"ports = ]\n{lock}\n".encode(encoding))
    if older:
        before.write_text(older)
    assert_locked(path, PIN)


@pytest.mark.parametrize(
    ("broken", "older"),
    [
        ("ports = ]\n[lock]\npin = $argon2", ""),
        ("ports = ]\n[lock]\npin = $argon2", "ports = 5"),
        ('ports = ]\n[lock]\npin = "$argon2i"\n', ""),
        ("ports = ]\n", "[lock]\npin = 1"),
        # Cut off, or full of zeros as after a power failure: a PIN may have stood in the rest.
        ('ports = "7000"\n[lo', ""),
        ('ports = "7000"\n[lo', "ports = ["),
        ("\0" * 64, ""),
    ],
)
def test_a_broken_file_whose_pin_is_not_known_locks_the_window_until_it_is_mended(
    path, before, broken, older
):
    path.write_text(broken)
    if older:
        before.write_text(older)
    found = assert_locked(path, UNREADABLE_PIN).settings
    assert path.read_text() == broken
    for text in (None, MINE):
        assert store.read_text(store.updated_text(text, found)).lock.pin == (PIN if text else "")


@pytest.mark.parametrize("length", range(len(MINE)))
def test_a_file_that_is_cut_off_anywhere_forgets_no_pin(path, before, length):
    path.write_text(MINE[:length])
    before.write_text(MINE)
    loaded = store.load_own(path)
    assert loaded.settings.lock.pin == PIN
    # What stands before the cut may be a whole file.
    is_whole = "aGFzaA" in MINE[:length] and not loaded.is_broken
    assert loaded.begins_locked != is_whole


@pytest.mark.parametrize("older", ["", MINE])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.mkdir(),
        lambda path: path.symlink_to(path.with_name("gone")),
        lambda path: path.symlink_to(path),
    ],
)
def test_what_cannot_be_opened_locks_the_window(path, before, spoil, older):
    spoil(path)
    if older:
        before.write_text(older)
    loaded = assert_locked(path, PIN if older else UNREADABLE_PIN)
    assert loaded.is_broken and loaded.has_last_good == bool(older)


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_file_that_is_gone_is_the_version_before_again(path, before, is_whole):
    before.write_text(MINE if is_whole else "ports = [\n" + MINE)
    loaded = assert_locked(path, PIN)
    assert loaded.settings.camera == ((CameraEntry("5566", "Gate"),) if is_whole else ())
    assert not loaded.is_broken and not loaded.is_new
    assert "No such file" in loaded.trouble
    store.save(StoredFile(path), loaded.settings)
    assert store.load(path) == loaded.settings


def test_the_defaults_lock_nobody_out_who_never_had_a_pin(path, before):
    path.write_text("name = Front gate\n")
    assert store.load_own(path).settings == Settings()
    path.write_text("ports = [")
    before.write_text('ports = "7000"\n')
    assert store.load_own(path).settings == Settings(ports="7000")
    path.write_text("")
    assert store.load_own(path) == store.Loaded(Settings())


@pytest.mark.parametrize(
    "lock",
    [
        "[lock]\npin = 1234",
        '[lock]\npin = "1234"',
        "[lok]\npin = 1",
        "lock = 5",
        '[lock]\npinn = "1234"',
    ],
)
def test_no_window_is_unlocked_because_its_pin_cannot_be_read(path, before, lock):
    path.write_text(lock + "\n")
    found = assert_locked(path, UNREADABLE_PIN).settings
    assert not any(is_pin(pin, found.lock.pin) for pin in ("1234", "1", "?", ""))
    # What was not understood is not overwritten either.
    assert lock in store.updated_text(lock, found)
    before.write_text(MINE)
    found = assert_locked(path, PIN).settings
    # Nor is the PIN forgotten when something is saved, by which the version before becomes another.
    store.save(StoredFile(path), msgspec.structs.replace(found, ports="7001"))
    assert store.load_own(path).settings.lock.pin == PIN


@pytest.mark.parametrize(
    "wrong",
    [
        'locked_at_start = "yes"',
        "locked_at_strat = true",
        "after_minutes = -1",
        "[lok]\nlocked_at_start = true",
        "[program]\n[locking]\nlocked_at_start = true",
    ],
)
def test_no_window_is_unlocked_because_something_else_of_its_lock_is_wrong(path, wrong):
    path.write_text(f'[lock]\npin = "{PIN}"\n{wrong}\n')
    assert_locked(path, PIN)


def test_a_broken_file_locks_the_window_though_the_version_before_did_not(path, before):
    path.write_text(MINE.replace("[lock]", "[lock]\nlocked_at_start = tru"))
    before.write_text(MINE)
    assert_locked(path, PIN)


def test_a_start_that_is_locked_because_of_a_doubt_stays_the_only_one(path, before):
    path.write_text('ports = "7000"\n')
    before.write_text(MINE)
    loaded = store.load_own(path)
    assert loaded.begins_locked and not loaded.settings.lock.locked_at_start
    store.save(StoredFile(path), msgspec.structs.replace(loaded.settings, ports="7001"))
    assert "locked_at_start" not in path.read_text()
    loaded = store.load_own(path)
    assert loaded.settings.lock.pin == PIN and not loaded.begins_locked


def test_a_profile_without_the_pin_of_the_version_before_is_refused(path, before):
    path.write_text('ports = "7000"\n')
    before.write_text(MINE)
    with pytest.raises(store.SettingsError, match=r"lock\.pin: is gone.* write pin = \"\""):
        store.load(path)
    path.write_text('ports = "7000"\n[lock]\npin = ""\n')
    assert store.load(path) == Settings(ports="7000")
    assert store.load_own(path) == store.Loaded(Settings(ports="7000"))


@pytest.mark.parametrize("pin", [OLDER_PIN, ""])
def test_the_version_before_brings_back_no_pin_but_the_newest(path, before, pin):
    path.write_text(MINE)
    lock = msgspec.structs.replace(store.load(path).lock, pin=pin)
    store.save(StoredFile(path), msgspec.structs.replace(store.load(path), lock=lock))
    path.write_text("ports = [")
    assert store.load_own(path).settings.lock.pin == pin


def test_a_version_before_keeps_what_was_there_before_other_changes(path, before):
    path.write_text(MINE)
    store.save(StoredFile(path), msgspec.structs.replace(store.load(path), ports="7001"))
    assert before.read_text() == MINE


@pytest.mark.parametrize("older", ["# mine\n" + OLDER, "", "ports = ["])
def test_a_broken_file_is_replaced_and_kept_and_the_newest_pin_stays(path, before, older):
    path.write_text("ports = ]\n" + MINE)
    if older:
        before.write_text(older)
    loaded = store.load_own(path)
    kept = store.replace_broken(path, loaded.settings)
    assert kept.name == "settings.toml.broken-1"
    assert kept.read_text() == "ports = ]\n" + MINE
    assert store.load(path) == loaded.settings
    assert store.load(path).lock.pin == store.load(before).lock.pin == PIN
    assert path.read_text().startswith("# mine") == older.startswith("# mine")


def test_the_pin_is_safe_when_the_broken_file_cannot_be_replaced_to_the_end(
    path, before, monkeypatch
):
    path.write_text("ports = ]\n" + MINE)
    loaded = store.load_own(path)
    with monkeypatch.context() as failing:
        failing.setattr(StoredFile, "set_aside", lambda _file: _raise(OSError("full")))
        with pytest.raises(OSError, match="full"):
            store.replace_broken(path, loaded.settings)
    assert_locked(path, PIN)
    path.unlink()
    assert store.load_own(path).settings.lock.pin == PIN


def _raise(error):
    raise error


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
