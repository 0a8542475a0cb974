"""The live test of one port while a camera is being added."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from gui.cameras.key import key_of_port
from gui.cameras.latency import Latency
from gui.cameras.verdict import ConnectionEvidence, Finding, judge_connection
from gui.dialogs.add_camera import AddCamera
from gui.presenters.engine import Engine
from gui.presenters.pictures import PicturesPresenter
from netgear_engine.clock import Clock
from netgear_engine.events import BadInput, Event
from netgear_engine.frame import Picture

_JUDGE_EVERY_MS = 200


class CameraTrial:
    """Listens on a port, on trial unless it is watched anyway, and shows in the dialog what comes.

    It begins at once and runs until `end`, which the dialog has to outlive. `host` is how cameras
    reach this computer. `is_watched` tells if the settings have the port. It is asked again at the
    end: a port that became a camera's meanwhile keeps its connection, any other is free again.
    """

    def __init__(
        self,
        port: int,
        dialog: AddCamera,
        *,
        engine: Engine,
        pictures: PicturesPresenter,
        clock: Clock,
        host: str,
        is_watched: Callable[[], bool],
    ) -> None:
        self.port = port
        self._dialog = dialog
        self._engine = engine
        self._pictures = pictures
        self._clock = clock
        self._host = host
        self._is_watched = is_watched
        self._began_at = clock.monotonic()
        self._bad_input: tuple[str, float] | None = None
        self._newest: Picture | None = None
        if not is_watched():
            engine.add_port(port, on_trial=True)
        engine.trial_event.connect(self._on_event)
        engine.event_happened.connect(self._on_event)
        size = dialog.connection.thumbnail.device_size()
        pictures.watch(key_of_port(port), size, self._on_picture)
        self._timer = QTimer(dialog, interval=_JUDGE_EVERY_MS)
        self._timer.timeout.connect(self._judge)
        self._timer.start()
        self._judge()

    def end(self) -> None:
        """Tell the dialog nothing any more, from now on."""
        self._timer.stop()
        self._pictures.unwatch(key_of_port(self.port))
        self._engine.event_happened.disconnect(self._on_event)
        self._engine.trial_event.disconnect(self._on_event)
        if not self._is_watched():
            self._engine.remove_port(self.port)

    def _judge(self) -> None:
        self._dialog.show_finding(self._finding())

    def _on_picture(self, picture: Picture) -> None:
        self._newest = picture
        self._dialog.show_picture(self.port, picture)

    def _on_event(self, event: Event) -> None:
        if event.port == self.port and isinstance(event, BadInput):
            self._bad_input = event.reason, self._clock.monotonic()

    def _finding(self) -> Finding:
        now = self._clock.monotonic()
        figures = self._engine.feed.figures(self.port)
        reason, told_at = self._bad_input or ("", now)
        newest = self._newest
        evidence = ConnectionEvidence(
            waited=now - self._began_at,
            host=self._host,
            bad_input=reason,
            bad_input_age=now - told_at,
            picture_age=None if newest is None else now - newest.frame.received_at,
            latency=Latency.of(figures.latency, figures.latency_uncertainty),
        )
        return judge_connection(self._engine.statuses().get(self.port), evidence)
