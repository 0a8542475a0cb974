import logging
from pathlib import Path

import pytest

from netgear_engine.codecs.jpeg import CHANNELS, JpegSettings
from netgear_engine.netgear_options import NetGearOptions, check_combination, read_options
from netgear_engine.protocol.patterns import Pattern


@pytest.fixture
def warnings(caplog):
    """What was said, and not by whom."""
    caplog.set_level(logging.WARNING, "netgear")
    return lambda: [record.getMessage() for record in caplog.records]


def test_without_options_there_are_the_defaults_of_stock(warnings):
    options = read_options({})
    assert options == NetGearOptions()
    assert options.jpeg == JpegSettings(90, "BGR", fast_dct=True, fast_upsample=False)
    assert (options.max_retries, options.request_timeout, options.subscriber_timeout) == (
        3,
        4,
        None,
    )
    assert options.secure_mode == 0
    assert not options.multiserver_mode
    assert not options.multiclient_mode
    assert not options.bidirectional_mode
    assert warnings() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("multiserver_mode", True),
        ("multiclient_mode", True),
        ("bidirectional_mode", True),
        ("secure_mode", 0),
        ("secure_mode", 1),
        ("secure_mode", 2),
        ("overwrite_cert", True),
        ("ssh_tunnel_mode", "pi@gate:22"),
        ("ssh_tunnel_pwd", "secret"),
        ("max_retries", 0),
        ("max_retries", 99),
        ("request_timeout", 4),
        ("request_timeout", 60),
        ("subscriber_timeout", 1),
    ],
)
def test_a_good_value_is_kept(warnings, name, value):
    assert getattr(read_options({name: value}), name) == value
    assert warnings() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("multiserver_mode", 1),
        ("multiclient_mode", "yes"),
        ("bidirectional_mode", None),
        ("secure_mode", 3),
        ("secure_mode", -1),
        ("secure_mode", True),
        ("secure_mode", "1"),
        ("overwrite_cert", 0),
        ("custom_cert_location", 5),
        ("ssh_tunnel_mode", 22),
        ("ssh_tunnel_pwd", b"secret"),
        ("ssh_tunnel_keyfile", "/there/is/no/such/key"),
        ("jpeg_compression", 1),
        ("jpeg_compression", "HSV"),
        ("jpeg_compression", None),
        ("jpeg_compression_quality", 9),
        ("jpeg_compression_quality", 101),
        ("jpeg_compression_quality", True),
        ("jpeg_compression_quality", "90"),
        ("jpeg_compression_quality", float("nan")),
        ("jpeg_compression_fastdct", 1),
        ("jpeg_compression_fastupsample", "no"),
        ("max_retries", -1),
        ("max_retries", 2.5),
        ("max_retries", False),
        ("request_timeout", 3),
        ("request_timeout", "5"),
        ("request_timeout", True),
        ("subscriber_timeout", 0),
        ("subscriber_timeout", None),
        ("flag", "NOBLOCK"),
        ("copy", 1),
        ("track", None),
    ],
)
def test_a_bad_value_changes_nothing_and_is_told_with_what_it_must_be(warnings, name, value):
    assert read_options({name: value}) == NetGearOptions()
    (said,) = warnings()
    assert said.startswith(f"skipped {name}={value!r}: it must be ")


def test_an_unknown_name_changes_nothing_and_is_told(warnings):
    assert read_options({"jpeg_qualty": 80}) == NetGearOptions()
    assert warnings() == ["skipped the unknown option 'jpeg_qualty'"]


def test_one_bad_option_does_not_spoil_the_others(warnings):
    options = read_options({"secure_mode": 9, "max_retries": 7, "nonsense": 1})
    assert options.max_retries == 7
    assert len(warnings()) == 2


def test_spaces_around_a_name_are_nothing(warnings):
    assert read_options({" bidirectional_mode ": True}).bidirectional_mode
    assert warnings() == []


@pytest.mark.parametrize(("name", "value"), [("flag", 1), ("copy", True), ("track", False)])
def test_zeromqs_flags_are_accepted_and_mean_nothing(warnings, name, value):
    assert read_options({name: value}) == NetGearOptions()
    assert warnings() == []


class TestCompression:
    def test_it_can_be_switched_off_and_on(self):
        assert read_options({"jpeg_compression": False}).jpeg is None
        assert read_options({"jpeg_compression": True}).jpeg == JpegSettings()

    @pytest.mark.parametrize("name", CHANNELS)
    def test_every_color_space_can_be_named(self, warnings, name):
        for text in (name, name.lower(), f" {name} "):
            assert read_options({"jpeg_compression": text}).jpeg == JpegSettings(colorspace=name)
        assert warnings() == []

    @pytest.mark.parametrize(("given", "kept"), [(10, 10), (100, 100), (55.9, 55)])
    def test_the_quality(self, given, kept):
        assert read_options({"jpeg_compression_quality": given}).jpeg == JpegSettings(kept)

    def test_the_fast_ways(self):
        options = read_options(
            {"jpeg_compression_fastdct": False, "jpeg_compression_fastupsample": True}
        )
        assert options.jpeg == JpegSettings(fast_dct=False, fast_upsample=True)

    def test_several_options_together_in_any_order(self):
        given = {
            "jpeg_compression_quality": 50,
            "jpeg_compression": "GRAY",
            "jpeg_compression_fastdct": False,
        }
        expected = JpegSettings(50, "GRAY", fast_dct=False)
        assert read_options(given).jpeg == expected
        assert read_options(dict(reversed(given.items()))).jpeg == expected

    def test_how_to_compress_does_not_switch_it_on_again(self):
        given = {"jpeg_compression_quality": 50, "jpeg_compression": False}
        assert read_options(given).jpeg is None
        assert read_options(dict(reversed(given.items()))).jpeg is None


class TestFiles:
    def test_the_key_folder_becomes_a_whole_path(self, tmp_path, monkeypatch):
        (tmp_path / "keys").mkdir()
        monkeypatch.chdir(tmp_path)
        for given in ("keys", Path("keys"), str(tmp_path / "keys")):
            options = read_options({"custom_cert_location": given})
            assert options.custom_cert_location == tmp_path / "keys"

    def test_a_key_folder_that_is_none_is_an_error(self, tmp_path):
        file = tmp_path / "keys"
        for _ in range(2):
            with pytest.raises(ValueError, match="is not a folder"):
                read_options({"custom_cert_location": str(file)})
            file.touch()

    def test_the_tunnels_key_file_has_to_be_there(self, tmp_path):
        file = tmp_path / "id"
        file.touch()
        assert read_options({"ssh_tunnel_keyfile": str(file)}).ssh_tunnel_keyfile == file
        assert read_options({"ssh_tunnel_keyfile": str(tmp_path)}).ssh_tunnel_keyfile is None


ALL = set(Pattern)


class TestCombinations:
    @pytest.mark.parametrize("pattern", Pattern)
    @pytest.mark.parametrize(
        ("given", "allowed"),
        [
            ({}, ALL),
            ({"secure_mode": 2}, ALL),
            ({"ssh_tunnel_mode": "pi@gate"}, ALL),
            ({"bidirectional_mode": True}, {0, 1}),
            ({"multiserver_mode": True}, {1, 2}),
            ({"multiclient_mode": True}, {1, 2}),
            ({"multiserver_mode": True, "bidirectional_mode": True}, {1}),
            ({"multiclient_mode": True, "bidirectional_mode": True}, {1}),
            ({"multiserver_mode": True, "multiclient_mode": True}, set()),
            ({"multiserver_mode": True, "ssh_tunnel_mode": "pi@gate"}, set()),
            ({"multiclient_mode": True, "ssh_tunnel_mode": "pi@gate"}, set()),
        ],
        ids=lambda value: "+".join(value) if isinstance(value, dict) else None,
    )
    def test_what_goes_with_which_pattern(self, given, allowed, pattern):
        options = read_options(given)
        if pattern in allowed:
            check_combination(options, pattern)
        else:
            with pytest.raises(ValueError, match=r"exclude each other|needs pattern"):
                check_combination(options, pattern)
