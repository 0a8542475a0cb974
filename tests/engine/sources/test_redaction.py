import pytest

from netgear_engine.sources.redaction import SecretWords, without_credentials


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("rtsp://10.0.0.4:554/live", "rtsp://10.0.0.4:554/live"),
        ("rtsp://admin:secret@10.0.0.4/live", "rtsp://...@10.0.0.4/live"),
        ("http://admin:se/cr@et@cam.local/mjpeg", "http://...@cam.local/mjpeg"),
        ("http://cam.local/mjpeg?user=admin&pwd=secret", "http://cam.local/mjpeg?..."),
        ("HTTPS://secret@cam.local", "HTTPS://...@cam.local"),
        ("rtsp://admin:secret?@10.0.0.4/live", "rtsp://...@10.0.0.4/live"),
        ("holiday.mp4", "holiday.mp4"),
        ("picamera2:/base/i2c@1/imx708@1a", "picamera2:/base/i2c@1/imx708@1a"),
        ("admin:secret@10.0.0.4/live", "...@10.0.0.4/live"),
        ("rtsp:/admin:secret@10.0.0.4/live", "rtsp:/...@10.0.0.4/live"),
        (" rtsp://admin:se cret@10.0.0.4", " rtsp://...@10.0.0.4"),
        ("RTPS//admin:secret@10.0.0.4", "...@10.0.0.4"),
        ("rtsp://admin:secret%4010.0.0.4/live", "rtsp://...@10.0.0.4/live"),
        ("rtsp://admin:secret#10.0.0.4/live", "rtsp://..."),
        ("rtsp://10.0.0.4/user=admin&password=secret&channel=1", "rtsp://10.0.0.4/user=..."),
        ("cam.local/video&PWD=secret", "cam.local/video&PWD=..."),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("caf\udce9.mp4", "caf\ufffd.mp4"),
    ],
)
def test_no_secret_is_shown(address, shown):
    assert without_credentials(address) == shown


@pytest.mark.parametrize(
    "address",
    [
        "rtsp://admin:s3cret@192.168.1.9/live",
        "rtsp:/admin:s3cret@192.168.1.9/live",
        "rtsp//admin:s3cret@192.168.1.9/live",
        "admin:s3cret@192.168.1.9/live",
        " rtsp://admin:s3cret@192.168.1.9/live",
        "rtsp://:s3cret@192.168.1.9",
        "http://192.168.1.9/video?user=admin&pwd=s3cret",
        "http://admin:s3cr%65t@192.168.1.9/",
        "rtsp://admin:s3cret@192.168.1.9@/live",
    ],
)
def test_a_password_is_in_no_text_however_wrong_the_address(address):
    secrets = SecretWords(["test-pattern", address])
    for text in (address, f"no stream at {address!r}: 401", "login s3cret failed", "s3cr%65t"):
        if text != "s3cr%65t" or text in address:
            assert "s3cret" not in secrets.hide(text)
            assert "s3cr%65t" not in secrets.hide(text)


@pytest.mark.parametrize(
    "source",
    [
        "test-pattern",
        "0",
        "picamera2:/base/soc/i2c0mux/i2c@1/imx708@1a",
        "/dev/v4l/by-path/usb@1:2",
        "/home/me@work/film.mp4",
        "http://192.168.1.9/video",
    ],
)
def test_what_has_no_secret_is_shown_as_it_is(source):
    text = f"sending {source} to desk:5566"
    assert SecretWords([source]).hide(text) == text


def test_a_short_password_is_hidden_with_its_user_and_spoils_no_other_word():
    hidden = SecretWords(["rtsp://me:pw@cam/1"]).hide("rtsp://me:pw@cam/1 is no power")
    assert hidden == "rtsp://...@cam/1 is no power"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("rtsp://me@10.0.0.4/live", "the camera has some frames"),
        ("rtsp://me:@10.0.0.4/live", "this is about me: the camera"),
        ("http://10.0.0.4/video?hd", "the third of all hd cameras"),
    ],
)
def test_a_short_user_name_or_query_without_a_secret_spoils_no_other_word(source, text):
    assert SecretWords([source]).hide(text) == text


@pytest.mark.parametrize("short", ["a:b", "k=1"])
def test_the_shortest_secret_is_hidden_with_its_name(short):
    source = f"rtsp://{short}@10.0.0.4/live" if ":" in short else f"http://10.0.0.4/video?{short}"
    assert short not in SecretWords([source]).hide(f"no stream at {source}")
