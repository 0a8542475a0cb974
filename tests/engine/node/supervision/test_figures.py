from netgear_engine.node.camera.messages import CameraAlive
from netgear_engine.node.supervision.figures import CameraFigures, FigureSum


def test_the_figures_of_all_processes_are_added_up():
    figures = FigureSum()
    figures.report(CameraAlive(1.0, 10, 1, 6, 3))
    figures.report(CameraAlive(2.0, 20, 2, 12, 6))
    assert figures.total() == CameraFigures(0, 20, 2, 12, 6)
    figures.process_over()
    figures.restarted()
    figures.dropped()
    figures.report(CameraAlive(3.0, 5, 0, 0, 5))
    assert figures.total() == CameraFigures(1, 25, 3, 12, 11)
