"""Figures over time as a picture that any browser shows: SVG, one band for each figure."""

from collections.abc import Mapping, Sequence

_WIDTH, _BAND, _LEFT = 900, 110, 150


def chart(title: str, series: Mapping[str, Sequence[float]]) -> str:
    """Return the chart as SVG; every series has the same times, from left to right."""
    height = 40 + _BAND * len(series)
    bands = [
        _band(name, values, 40 + number * _BAND)
        for number, (name, values) in enumerate(series.items())
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        ' font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="white"/><text x="10" y="24">{title}</text>'
        + "".join(bands)
        + "</svg>\n"
    )


def _band(name: str, values: Sequence[float], top: int) -> str:
    low, high = min(values, default=0), max(values, default=0)
    span = (high - low) or 1
    across = (_WIDTH - _LEFT - 20) / max(1, len(values) - 1)
    points = " ".join(
        f"{_LEFT + number * across:.1f},{top + _BAND - 15 - (one - low) / span * (_BAND - 30):.1f}"
        for number, one in enumerate(values)
    )
    return (
        f'<text x="10" y="{top + 30}">{name}</text>'
        f'<text x="10" y="{top + 50}" fill="gray">{low:g} to {high:g}</text>'
        f'<polyline points="{points}" fill="none" stroke="steelblue" stroke-width="1.5"/>'
    )
