"""The scenes of the screenshots: what is staged and pressed for each of them.

    python packaging/staged_scenes.py FOLDER WIDTHxHEIGHT [SCENE...]

Without scenes all are made. `packaging/screenshots.py` calls this once for each size.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication
from staged_cameras import KEYS
from staged_window import StagedWindow

from gui.background.tasks import window_loop


def main() -> int:
    """Save one picture for each scene."""
    place, size_words, *only = sys.argv[1:]
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    folder = Path(place)
    folder.mkdir(parents=True, exist_ok=True)
    width, _, height = size_words.partition("x")
    missing: list[str] = []
    with window_loop(application) as loop:

        def work() -> None:
            missing.extend(_photograph_all(only, (int(width), int(height)), folder))
            loop.stop()

        # Within the loop, because what the window waits for is awaited there.
        loop.call_soon(work)
        loop.run_forever()
    return 1 if missing else 0


def _photograph_all(only: list[str], size: tuple[int, int], folder: Path) -> Iterator[str]:
    """Save the pictures; give the names of the scenes that could not be made."""
    for number, (name, scene) in enumerate(SCENES.items(), start=1):
        path = folder / f"{number:02d}-{name}.png"
        if only and name not in only:
            continue
        if not _photograph(scene, size, path):
            yield name


def _photograph(scene: Callable[[StagedWindow], None], size: tuple[int, int], path: Path) -> bool:
    """Save one picture; return whether the scene could be made."""
    with tempfile.TemporaryDirectory() as folder:
        staged = StagedWindow(size, Path(folder), cameras=_CAMERAS.get(scene, 6))
        try:
            scene(staged)
        except KeyError as missing:
            print(f"{path.stem}: there is no {missing}", file=sys.stderr)
            return False
        else:
            return staged.picture().save(str(path))
        finally:
            staged.close()


# The scenes ----------------------------------------------------------------------------------


def _live(staged: StagedWindow) -> None:
    staged.all_live()
    staged.select(0)


def _states(staged: StagedWindow) -> None:
    staged.every_state()
    staged.select(0)


def _missing(staged: StagedWindow) -> None:
    staged.missing_and_intruder()
    staged.select(0)


def _statistics(staged: StagedWindow) -> None:
    staged.all_live()
    staged.do("statistics")


def _paused(staged: StagedWindow) -> None:
    _live(staged)
    staged.select(1)
    staged.do("pause")


def _zoomed(staged: StagedWindow) -> None:
    staged.all_live()
    staged.select(2)
    for _ in range(4):
        staged.do("zoom_in")


def _enlarged(staged: StagedWindow) -> None:
    staged.all_live()
    staged.select(4)
    staged.do("enlarge")


def _menu(staged: StagedWindow) -> None:
    _live(staged)
    tile = staged.window.wall.tile(KEYS[1])
    staged.select(1)
    tile.menu_wanted.emit(tile.key, tile.mapToGlobal(tile.rect().center()))


def _editing(staged: StagedWindow) -> None:
    staged.all_live()
    staged.show_view(3)
    staged.do("edit_view")


def _second_view(staged: StagedWindow) -> None:
    staged.all_live()
    staged.show_view(2)
    staged.select(0)


def _nothing(staged: StagedWindow) -> None:
    staged.engine.tell()


def _first_run(staged: StagedWindow) -> None:
    staged.engine.tell()
    staged.do("first_run")


def _add_camera(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("add_camera")
    staged.trial()


def _camera_settings(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("camera_settings")


def _settings(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("settings")


def _keys(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("shortcuts")


def _controls(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("controls")


def _details(staged: StagedWindow) -> None:
    _live(staged)
    staged.do("details")


def _diagnostics(staged: StagedWindow) -> None:
    _states(staged)
    staged.do("diagnostics")


def _light(staged: StagedWindow) -> None:
    _states(staged)
    staged.wear("light")


def _high_contrast(staged: StagedWindow) -> None:
    _states(staged)
    staged.wear("high contrast")


def _large_text(staged: StagedWindow) -> None:
    _states(staged)
    staged.wear("dark", text_percent=150)


def _locked(staged: StagedWindow) -> None:
    _live(staged)
    staged.lock("4711")
    staged.do("lock")


SCENES = {
    "live": _live,
    "states": _states,
    "missing": _missing,
    "statistics": _statistics,
    "paused": _paused,
    "zoomed": _zoomed,
    "enlarged": _enlarged,
    "menu": _menu,
    "editing": _editing,
    "second-view": _second_view,
    "no-cameras": _nothing,
    "first-run": _first_run,
    "add-camera": _add_camera,
    "camera-settings": _camera_settings,
    "settings": _settings,
    "keys": _keys,
    "controls": _controls,
    "details": _details,
    "diagnostics": _diagnostics,
    "light": _light,
    "high-contrast": _high_contrast,
    "large-text": _large_text,
    "locked": _locked,
}
_NINE = (_states, _diagnostics, _light, _high_contrast, _large_text)
_CAMERAS = {**dict.fromkeys(_NINE, 9), _nothing: 0, _first_run: 0}


if __name__ == "__main__":
    sys.exit(main())
