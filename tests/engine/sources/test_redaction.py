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
