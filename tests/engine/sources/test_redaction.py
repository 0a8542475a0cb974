import pytest

from netgear_engine.sources.redaction import without_credentials


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
    ],
)
def test_no_secret_is_shown(address, shown):
    assert without_credentials(address) == shown
