from gui.cameras.latency import Latency, latency_with_uncertainty, latency_words


def test_a_latency_is_the_middle_of_the_newest_samples():
    samples = [9.0] * 100 + [0.1] * 20 + [0.08] * 10
    assert Latency.of(samples, 0.003) == Latency(0.1, 0.003)


def test_without_samples_there_is_no_number():
    assert Latency.of([], None) is None
    assert latency_words(None, moving=True) == "?"
    assert latency_with_uncertainty(None) == "latency ?"


def test_words():
    assert latency_words(Latency(0.0841), moving=True) == "84 ms"
    assert latency_words(Latency(0.0841), moving=False) == "–"
    assert latency_with_uncertainty(Latency(0.084, 0.003)) == "84 ± 3 ms"
