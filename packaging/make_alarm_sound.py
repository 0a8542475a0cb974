"""Writes resources/sounds/alarm.wav: two soft tones, made from nothing but sines.

Run it from the project's folder: python packaging/make_alarm_sound.py
"""

import math
import struct
import wave
from pathlib import Path

RATE = 22_050
TONES = ((659.3, 0.0), (523.3, 0.28), (659.3, 0.9), (523.3, 1.18))
"""Frequency in Hz (E5 and C5), and when it begins in seconds."""
LENGTH_S = 1.7
ATTACK_S = 0.01
DECAY_S = 0.16
LOUDNESS = 0.55


def sample(moment: float) -> float:
    """Return the sound at a moment, -1 to 1."""
    total = 0.0
    for frequency, begins in TONES:
        age = moment - begins
        if age > 0:
            shape = min(1.0, age / ATTACK_S) * math.exp(-age / DECAY_S)
            tone = math.sin(math.tau * frequency * age)
            overtone = math.sin(2 * math.tau * frequency * age)
            total += shape * (tone + 0.2 * overtone)
    return max(-1.0, min(1.0, LOUDNESS * total))


def main() -> None:
    """Write the file."""
    values = [int(32_767 * sample(index / RATE)) for index in range(int(RATE * LENGTH_S))]
    path = Path(__file__).parents[1] / "resources" / "sounds" / "alarm.wav"
    path.parent.mkdir(exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(values)}h", *values))


if __name__ == "__main__":
    main()
