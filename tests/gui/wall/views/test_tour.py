from gui.wall.views.tour import Tour


def test_complaint_21_a_tour_goes_on_after_its_stay():
    tour = Tour(100.0)
    assert not tour.is_time(109.9, 10)
    assert tour.is_time(110.0, 10)
    assert not tour.is_time(119.9, 10)
    assert tour.is_time(120.0, 10)


def test_complaint_21_whatever_the_operator_does_holds_the_tour():
    tour = Tour(100.0)
    tour.touched(109.0)
    assert not tour.is_time(118.9, 10)
    assert tour.is_time(119.0, 10)


def test_complaint_21_a_stay_is_between_one_second_and_one_hour():
    assert not Tour(0.0).is_time(0.9, 0.0)
    assert Tour(0.0).is_time(1.0, 0.0)
    assert Tour(0.0).is_time(3600.0, 1e9)
