import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gui.cameras.entry import MOST_CAMERAS, CameraEntry
from gui.cameras.list_file import (
    MOST_BYTES,
    CameraListError,
    read_csv,
    read_file,
    read_toml,
    text_for,
    write_csv,
    write_toml,
)

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=80) | st.sampled_from(
    ["Front gate", "a,b", 'the "good" one', "=1+1", "a;b", "'", "Büro 2"]
)
CAMERAS = st.lists(
    st.builds(
        CameraEntry,
        key=st.integers(1, 65535).map(str),
        name=NAMES,
        group=NAMES,
        rotation=st.sampled_from([0, 90, 180, 270]),
        mirrored=st.booleans(),
        fitting=st.sampled_from([None, "fit", "fill", "stretch"]),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda camera: camera.key,
)


def problems(found):
    return [row.words() for row in found.wrong]


@settings(deadline=None)
@given(CAMERAS)
def test_what_is_exported_is_imported_the_same(cameras):
    for found in (read_csv(write_csv(cameras)), read_toml(write_toml(cameras))):
        assert found.cameras == tuple(cameras)
        assert not found.wrong


@given(st.text(max_size=300))
def test_any_text_gives_a_list_or_says_why_not(text):
    for read in (read_csv, read_toml):
        try:
            found = read(text)
        except CameraListError as error:
            assert str(error)
        else:
            assert found.rows


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_spreadsheet_is_read(separator):
    text = "Port,Name,Group\r\n5566,Front gate,Yard\r\n\r\n5567,,\r\n".replace(",", separator)
    found = read_csv(text)
    assert found.cameras == (CameraEntry("5566", "Front gate", "Yard"), CameraEntry("5567"))


def test_a_list_names_cameras_by_key_or_as_before_by_port():
    cameras = (CameraEntry("5566", "Gate"),)
    for column in ("key", "port"):
        assert read_csv(f"{column},name\n5566,Gate\n").cameras == cameras
    for named in ("port = 5566", 'key = "5566"'):
        assert read_toml(f'[[camera]]\n{named}\nname = "Gate"').cameras == cameras
    assert write_csv(cameras).splitlines()[0].startswith("key,name,")
    assert 'key = "5566"' in write_toml(cameras)


def test_columns_may_come_in_any_order_and_be_left_out():
    found = read_csv("name,mirrored,port\nDock,yes,7000\nPorch,0,7001\nGate\n")
    assert found.cameras == (
        CameraEntry("7000", "Dock", mirrored=True),
        CameraEntry("7001", "Porch"),
    )
    assert problems(found) == ["row 4: the port is missing"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("70000,x,,0,no,", "port 70000: ports are 1 to 65535"),
        ("0,x,,0,no,", "port 0: ports are 1 to 65535"),
        ("-5,x,,0,no,", "port -5: ports are 1 to 65535"),
        ("abc,x,,0,no,", "port 'abc' is not a whole number"),
        (",x,,0,no,", "port '' is not a whole number"),
        ("5566.5,x,,0,no,", "port '5566.5' is not a whole number"),
        ("99999999999999999999,x,,0,no,", "port '99999999999999999999' is too large"),
        ("5570,x,,45,no,", "rotation 45: 0, 90, 180 or 270"),
        ("5570,x,,0,perhaps,", "mirrored 'perhaps': yes or no"),
        ("5570,x,,0,no,crop", "fitting 'crop': fit, fill or stretch, or nothing"),
        (f"5570,{'x' * 81},,0,no,", "name has 81 letters: at most 80"),
        ("5570,a\x07b,,0,no,", "name has signs in it that cannot be shown"),
        ("5566,again,,0,no,", "port 5566 is in row 2 already"),
        ("5570,a,b,0,no,fit,more", "7 cells for 6 columns"),
    ],
)
def test_complaint_25_a_wrong_row_says_what_is_wrong_and_where(row, problem):
    good = "5566,Front gate,,0,no,"
    found = read_csv(f"port,name,group,rotation,mirrored,fitting\n{good}\n{row}\n5567,,,0,no,\n")
    assert problems(found) == [f"row 3: {problem}"]
    assert [camera.key for camera in found.cameras] == ["5566", "5567"]


def test_a_name_may_be_written_with_what_joins_its_letters():
    found = read_csv("port,name\n5566,\u062f\u0631\u200c\u0647\u0627\n5567,\u2764\ufe0f Gate\n")
    assert [camera.name for camera in found.cameras] == ["\u062f\u0631\u0647\u0627", "\u2764 Gate"]


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('port = "5566"\nname = 5', "name '5' is not text"),
        ("port = true", "port 'True' is not a whole number"),
        ("port = 1.5", "port '1.5' is not a whole number"),
        ("name = 'x'", "the port is missing"),
        ("port = 5566\nkey = '5566'", "a camera has a key or a port, not both"),
        ("key = 'berlin/gate'", "port 'berlin/gate' is not a whole number"),
        ("port = 5566\ncolour = 'red'", "'colour' is nothing that a camera has"),
    ],
)
def test_a_wrong_table_is_told_by_its_number(table, problem):
    found = read_toml(f"[[camera]]\nport = 7000\n[[camera]]\n{table}\n")
    assert problems(found) == [f"row 2: {problem}"]


@pytest.mark.parametrize(
    ("read", "text", "reason"),
    [
        (read_csv, "", "the file is empty"),
        (read_csv, "port,name\n", "there is no camera in the file"),
        (read_csv, "port,colour\n1,red\n", "row 1: 'colour' is no column; the columns are key,"),
        (read_csv, "name\nDock\n", "row 1: there is no column key"),
        (read_csv, "port,port\n1,2\n", "row 1: a column is there twice"),
        (read_csv, "port,key\n1,1\n", "row 1: a column is there twice"),
        (read_csv, 'port,name\n1,"Dock\n', "row 2: "),
        (read_toml, "port = ", "the file is not TOML"),
        (read_toml, f"port = {'9' * 5000}", "the file is not TOML"),
        (read_toml, f"port = {'[' * 3000}", "the file is not TOML"),
        (read_toml, "camera = 5", "the file has no"),
        (read_toml, "listen = '*'", "the file has no"),
    ],
)
def test_a_file_that_is_no_list_says_why(read, text, reason):
    with pytest.raises(CameraListError, match=r".+") as error:
        read(text)
    assert str(error.value).startswith(reason)


def test_of_a_column_that_nobody_knows_the_beginning_is_told():
    with pytest.raises(CameraListError, match="'xxxxxxxxxxxxxxxxxxxx…' is no column"):
        read_csv(f"port,{'x' * 5000}\n1,red\n")


def test_more_cameras_than_can_be_watched_are_refused():
    text = "port\n" + "".join(f"{key}\n" for key in range(6000, 6000 + MOST_CAMERAS))
    assert len(read_csv(text).cameras) == MOST_CAMERAS
    with pytest.raises(CameraListError, match="at most 256"):
        read_csv(text + "7000\n")


def test_a_file_full_of_wrong_rows_is_not_listed_for_ever():
    with pytest.raises(
        CameraListError, match="more than 200 rows are wrong, first row 2: port 'x'"
    ):
        read_csv("port\n" + "x\n" * 100_000)


def test_a_settings_file_can_be_imported_too(tmp_path):
    path = tmp_path / "settings.toml"
    path.write_text('listen = "*"\n[[camera]]\nport = 5566\nname = "Front gate"\n', "utf-8")
    assert read_file(path).cameras == (CameraEntry("5566", "Front gate"),)


def test_files_are_read_and_written_by_their_ending(tmp_path):
    cameras = [CameraEntry("5566", "Büro")]
    for name in ("cameras.csv", "cameras.toml", "cameras.TOML"):
        path = tmp_path / name
        path.write_text(text_for(path, cameras), "utf-8")
        assert read_file(path).cameras == tuple(cameras)
    path = tmp_path / "excel.csv"
    path.write_bytes(b"\xef\xbb\xbfport;name\r\n5566;B\xc3\xbcro\r\n")
    assert read_file(path).cameras == tuple(cameras)


def test_files_that_cannot_be_read_say_why(tmp_path):
    with pytest.raises(CameraListError, match="No such file"):
        read_file(tmp_path / "none.csv")
    large = tmp_path / "large.csv"
    large.write_bytes(b"port\n" * MOST_BYTES)
    with pytest.raises(CameraListError, match="larger than 1 MB"):
        read_file(large)
    latin = tmp_path / "latin.toml"
    latin.write_bytes(b'[[camera]]\nport = 1\nname = "B\xfcro"\n')
    with pytest.raises(CameraListError, match="UTF-8: save it"):
        read_file(latin)
    other = tmp_path / "utf-16.csv"
    other.write_bytes("port,name\n1,Büro\n".encode("utf-16"))
    with pytest.raises(CameraListError, match="UTF-8: save it as CSV UTF-8"):
        read_file(other)


def test_what_a_spreadsheet_on_windows_writes_is_read(tmp_path):
    path = tmp_path / "cameras.csv"
    path.write_bytes("port;name\n5566;Büro – 1. Stock\n".encode("cp1252"))
    assert read_file(path).cameras == (CameraEntry("5566", "Büro – 1. Stock"),)
