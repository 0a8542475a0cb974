from gui.camera_names import CameraNames
from tests.support.synthetic import status_of


def test_the_operator_s_name_comes_first_then_the_camera_s_own_then_the_port():
    names = CameraNames({5566: "Front gate"})
    assert [names.of(port) for port in (5566, 5567)] == ["Front gate", "Port 5567"]
    names.take([status_of(5566, name="pi-1"), status_of(5567, name="pi-2")])
    assert [names.of(port) for port in (5566, 5567)] == ["Front gate", "pi-2"]
    names.take([status_of(5567, name="")])
    assert names.of(5567) == "pi-2", "a name once told stays"
