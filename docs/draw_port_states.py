"""Draws the port states in wire-protocol.md from the table that the engine uses.

`python docs/draw_port_states.py` rewrites what stands between the two marks in that document; a
test fails when somebody changed the table and did not run this.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from netgear_engine.protocol.port_state import TRANSITIONS, PortInput, PortState

DOCUMENT = Path(__file__).with_name("wire-protocol.md")
BEGIN = "<!-- port states: drawn by docs/draw_port_states.py -->"
END = "<!-- end of port states -->"


def drawing() -> str:
    """Return the diagram (Mermaid) and the table, both as Markdown."""
    return f"```mermaid\n{_diagram()}\n```\n\n{_table()}"


def with_drawing(document: str) -> str:
    """Return the document with a fresh drawing between its marks."""
    before, rest = document.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{drawing()}\n{END}{after}"


def _diagram() -> str:
    lines = ["stateDiagram-v2", f"    [*] --> {PortState.WAITING.name}"]
    for state, row in TRANSITIONS.items():
        for follower in PortState:
            inputs = [one.name for one, to in row.items() if to is follower]
            if inputs:
                label = ", ".join(name.lower().replace("_", " ") for name in inputs)
                lines.append(f"    {state.name} --> {follower.name}: {label}")
    return "\n".join(lines)


def _table() -> str:
    lines = ["| what happens | " + " | ".join(state.name for state in PortState) + " |"]
    lines.append("|---" * (len(PortState) + 1) + "|")
    for happened in PortInput:
        cells = [TRANSITIONS[state].get(happened) for state in PortState]
        row = " | ".join(cell.name if cell else "·" for cell in cells)
        lines.append(f"| {happened.value} | {row} |")
    return "\n".join(lines)


if __name__ == "__main__":
    DOCUMENT.write_text(with_drawing(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")
