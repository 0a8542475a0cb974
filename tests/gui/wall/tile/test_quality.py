from gui.wall.tile.quality import Quality


def noted(*parts):
    """Note parts of so many seconds, each live or not, four times a second."""
    quality, now = Quality(), 1000.0
    for seconds, live in parts:
        for _ in range(seconds * 4):
            quality.note(now, live=live)
            now += 0.25
    return quality, now


def test_nothing_is_known_at_first():
    assert Quality().words(0.0) == ""


def test_a_camera_that_never_left_is_wholly_live():
    quality, now = noted((600, True))
    assert quality.words(now) == "100 % live, 0 outages in the last hour"


def test_an_outage_is_counted_and_takes_its_share():
    quality, now = noted((540, True), (60, False), (0, True))
    assert quality.words(now) == "90 % live, 1 outage in the last hour"


def test_after_an_hour_an_outage_is_forgotten():
    quality, now = noted((100, True), (100, False), (3700, True))
    assert quality.words(now) == "100 % live, 0 outages in the last hour"


def test_a_short_outage_is_never_rounded_away():
    quality, now = noted((3000, True), (1, False), (10, True))
    assert quality.words(now) == "99.9 % live, 1 outage in the last hour"
