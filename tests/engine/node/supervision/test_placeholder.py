import numpy as np

from netgear_engine.codecs import jpeg
from netgear_engine.node.supervision.placeholder import SIZE, Placeholder


def pixels(placeholder, reason="restarting the camera", seconds=12.0):
    return jpeg.decode(placeholder.picture(reason, seconds), None)[:, :, :3].astype(int)


def has_letters(region):
    return (region.min(axis=2) > 180).mean() > 0.01


def test_it_is_small_dark_and_has_letters():
    picture = pixels(Placeholder("Front gate"))
    assert (picture.shape[1], picture.shape[0]) == SIZE
    assert picture.mean() < 70
    assert has_letters(picture)


def test_it_is_another_picture_half_a_second_later():
    placeholder = Placeholder("Front gate")
    one, other = pixels(placeholder, seconds=12.0), pixels(placeholder, seconds=12.5)
    assert np.abs(one - other).max() > 100


def test_name_and_reason_are_in_it():
    plain = pixels(Placeholder(""), "")
    assert np.abs(plain - pixels(Placeholder("Yard"), "")).max() > 100
    assert np.abs(plain - pixels(Placeholder(""), "unplugged")).max() > 100


def test_whatever_the_text_it_stays_within_the_picture():
    endless = "/dev/v4l/by-id/usb-" + "x" * 5000
    picture = pixels(Placeholder(endless), f"{endless} is not connected")
    assert not has_letters(picture[:, -30:])
    assert not has_letters(picture[-20:])
