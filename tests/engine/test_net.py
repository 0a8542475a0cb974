from netgear_engine.net import in_net


def divide():
    return 1 / 0


def test_it_tells_if_all_went_well():
    assert in_net(list)
    assert not in_net(divide)


def test_what_is_thrown_goes_to_whoever_wants_it(caplog):
    faults = []
    in_net(divide, faults.append)
    assert isinstance(faults[0], ZeroDivisionError)
    assert caplog.text == ""


def test_otherwise_it_is_logged_with_its_trace(caplog):
    in_net(divide)
    assert "a fault in divide" in caplog.text
    assert "in divide\n    return 1 / 0" in caplog.text


def test_a_fault_in_what_hears_of_faults_loses_neither(caplog):
    def hear(error):
        raise KeyError("deaf")

    in_net(divide, hear)
    assert "ZeroDivisionError" in caplog.text
    assert "KeyError" in caplog.text
