import msgspec
import pytest

from netgear_engine.sources.pi_camera.options import PiCameraOptions, Sensor, Transform


def test_options_are_read_in_the_words_of_picamera2():
    told = {
        "controls": {"AwbMode": "Daylight"},
        "transform": {"vflip": True},
        "buffer_count": 4,
        "queue": False,
        "sensor": {"output_size": [2304, 1296], "bit_depth": 10},
        "format": "RGB888",
    }
    assert msgspec.convert(told, PiCameraOptions) == PiCameraOptions(
        controls={"AwbMode": "Daylight"},
        transform=Transform(vflip=True),
        buffer_count=4,
        queue=False,
        sensor=Sensor(output_size=(2304, 1296), bit_depth=10),
        format="RGB888",
    )


@pytest.mark.parametrize(
    "told",
    [
        {"buffers": 4},
        {"buffer_count": 0},
        {"transform": {"rotate": 90}},
        {"sensor": {"output_size": [0, 0]}},
        {"queue": "no"},
    ],
)
def test_what_picamera2_does_not_know_is_refused(told):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, PiCameraOptions)
