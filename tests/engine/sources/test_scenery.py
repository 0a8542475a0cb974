import itertools

import numpy as np
import pytest

from netgear_engine.sources.scenery import SCENES, darken_plate, landscape


def test_scenes_are_easily_told_apart():
    pictures = [landscape(scene, 64, 36, seed=1).astype(int) for scene in SCENES]
    for one, other in itertools.combinations(pictures, 2):
        assert abs(one - other).mean() > 12


def test_the_sky_is_lighter_towards_the_horizon():
    picture = landscape(SCENES[0], 160, 90, seed=1)
    assert picture[20].mean() > picture[0].mean() + 10


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (200, 17), (640, 360)])
def test_any_size_can_be_drawn(size):
    assert landscape(SCENES[2], size[0], size[1], seed=3).shape == (size[1], size[0], 3)


def test_the_same_seed_draws_the_same_hills():
    same = landscape(SCENES[1], 80, 45, seed=4)
    assert np.array_equal(landscape(SCENES[1], 80, 45, seed=4), same)
    assert not np.array_equal(landscape(SCENES[1], 80, 45, seed=5), same)


def test_a_plate_darkens_its_place_but_not_its_corners():
    pixels = np.full((60, 100, 3), 200, np.uint8)
    darken_plate(pixels, 20, 10, 60, 40)
    assert pixels[30, 50, 0] < 100
    assert pixels[10, 20, 0] == 200
    assert (pixels[:10] == 200).all()
    assert (pixels[:, 80:] == 200).all()
