"""The settings of one run: what the command line changes in them counts for this run only."""

import msgspec

from gui.cameras.key import CameraKey, port_of_key
from gui.cameras.node_command import node_command, reachable_address
from gui.program.command_line import FLAGS, Options
from gui.program.demo import ADDRESS, free_ports
from gui.settings import store
from gui.settings.schema import Settings
from netgear_engine.protocol.patterns import Pattern


def settings_to_begin(options: Options) -> Settings:
    """Return the settings; the demo stays on this computer and looks for free ports."""
    if not options.demo:
        return options.settings
    changes: dict[str, str] = {}
    if options.settings.listen == "*":
        changes["listen"] = ADDRESS
    if not options.ports_given:
        changes["ports"] = ",".join(map(str, free_ports(options.demo)))
    return msgspec.structs.replace(options.settings, **changes)


def settings_to_keep(now: Settings, begun: Settings, options: Options) -> Settings:
    """Return the settings for the file: flags as they stand there, unless changed in the window."""
    flags = {
        name: getattr(options.loaded.settings, name)
        for name in FLAGS
        if getattr(now, name) == getattr(begun, name)
    }
    return msgspec.structs.replace(now, **flags)


def flags_at_login(options: Options) -> list[str]:
    """Return what the program is to be started with at login, too."""
    path = options.settings_path
    return [] if path in (None, store.OWN_PATH) else ["--config", str(path.resolve())]


def node_command_for(key: CameraKey, begun: Settings) -> str:
    """Return what to run on a camera so that it sends to this run; nothing if it is not here."""
    port = port_of_key(key)
    if port is None:
        return ""
    host = reachable_address(begun.listen)
    return node_command(host, port, pattern=Pattern(begun.pattern), secure=begun.secure)
