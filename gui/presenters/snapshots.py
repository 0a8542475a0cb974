"""Snapshots: of the selected camera and of the wall, and what became of them."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from gui.actions.table import Actions
from gui.background.tasks import Tasks
from gui.cameras.key import CameraKey, port_of_key
from gui.cameras.names import CameraNames
from gui.look.toast import Toast
from gui.presenters.engine import Engine
from gui.presenters.statuses import StatusesPresenter
from gui.side_panel.controls.size_choices import is_size
from gui.snapshots.saver import SnapshotError, SnapshotSaver
from gui.snapshots.snapshot import Snapshot
from gui.wall.tile.state import MOVING
from gui.wall.video_wall import VideoWall
from netgear_engine.clock import Clock
from netgear_engine.events import CommandAnswered
from netgear_engine.frame import Frame
from netgear_engine.protocol.errors import LocalProtocolError
from netgear_engine.protocol.header import Compression
from netgear_engine.receiving.port_status import PortStatus

_STILL = "still"
_STILL_WITHIN_S = 3.0


class Stills:
    """Pictures as large as a camera makes them, fetched from the camera."""

    def __init__(self, *, engine: Engine, statuses: StatusesPresenter, clock: Clock) -> None:
        self._engine = engine
        self._statuses = statuses
        self._clock = clock

    def gives_more(self, key: CameraKey) -> bool:
        """Return whether a camera sends less now than the whole picture that it could."""
        status = self._statuses.statuses.get(key)
        return status is not None and _is_reduced(status)

    async def still(self, key: CameraKey) -> Frame | None:
        """Ask a camera for a still; None when it gives none within 3 s."""
        port = port_of_key(key)
        if port is None:
            return None
        try:
            async with asyncio.timeout(_STILL_WITHIN_S):
                answer = await self._engine.command(port, _STILL, {})
        except (LocalProtocolError, TimeoutError):
            return None
        return None if answer.still is None else self.frame_of(answer)

    def frame_of(self, answer: CommandAnswered) -> Frame:
        """Return the still that came with an answer as a frame that was received just now."""
        return Frame(
            port=answer.port,
            number=0,
            payload=answer.still or b"",
            content=Compression(),
            received_at=self._clock.monotonic(),
            received_wall=answer.wall,
            changed_wall=answer.wall,
        )


class SnapshotsPresenter(QObject):
    """Takes what is on the tiles and tells where it was saved."""

    def __init__(
        self,
        *,
        wall: VideoWall,
        names: CameraNames,
        stills: Stills,
        saver: SnapshotSaver,
        actions: Actions,
        toast: Toast,
        tasks: Tasks,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._names = names
        self._stills = stills
        self._saver = saver
        self._toast = toast
        self._tasks = tasks
        actions["snapshot"].triggered.connect(self._save_selected)
        actions["wall_snapshot"].triggered.connect(self._save_wall)
        wall.snapshot_wanted.connect(self.save)

    @Slot(str)
    def save(self, key: CameraKey) -> None:
        """Save the picture that a camera's tile shows.

        While a camera sends a smaller picture than it could, it is asked for a whole one first.
        """
        snapshot = self._snapshot(key)
        if snapshot is None:
            self._toast.tell(f"{self._names.of(key)} has shown no picture yet")
        else:
            self._tasks.start(self._save(snapshot), "Saving a picture")

    async def save_still(self, key: CameraKey, answer: CommandAnswered) -> None:
        """Save the picture that a camera made when it was asked for one."""
        snapshot = Snapshot(key, self._names.of(key), self._stills.frame_of(answer))
        await self._tell(self._saver.save(snapshot))

    async def _save(self, snapshot: Snapshot) -> None:
        if not snapshot.fault and self._stills.gives_more(snapshot.key):
            still = await self._stills.still(snapshot.key)
            snapshot = snapshot if still is None else replace(snapshot, frame=still)
        await self._tell(self._saver.save(snapshot))

    @Slot()
    def _save_selected(self) -> None:
        key = self._wall.arrangement.selected
        if key is None:
            self._toast.tell("Select a camera to save its picture")
        else:
            self.save(key)

    @Slot()
    def _save_wall(self) -> None:
        arrangement, cells = self._wall.arrangement, self._wall.cells()
        pictures = [None if cell.key is None else self._snapshot(cell.key) for cell in cells]
        if not any(pictures):
            self._toast.tell("There is no picture on the wall to save")
            return
        columns = max(1, min(arrangement.grid.columns, len(cells)))
        saved = self._saver.save_wall(pictures, columns, arrangement.view.name)
        self._tasks.start(self._tell(saved), "Saving a picture of the wall")

    def _snapshot(self, key: CameraKey) -> Snapshot | None:
        tile = self._wall.tile(key)
        if tile.picture is None:
            return None
        tile.judge()
        condition = tile.face.state.condition
        fault = "" if condition in MOVING else condition.value
        return Snapshot(key, self._names.of(key), tile.picture.frame, fault)

    async def _tell(self, saved: Awaitable[Path]) -> None:
        """Tell where a picture was saved, or why it was not."""
        try:
            path = await saved
        except SnapshotError as error:
            self._toast.tell(str(error))
        else:
            self._toast.tell_file(f"Saved {path}", path)


def _is_reduced(status: PortStatus) -> bool:
    report, size = status.report, status.size
    if report is None or size is None or _STILL not in report.commands:
        return False
    full = report.values.get("size")
    return is_size(full) and size[0] < full[0]
