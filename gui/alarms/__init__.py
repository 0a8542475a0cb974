"""How an alarm is heard and seen."""
