"""The dialogs: windows in front of the wall, which never stop it."""
