"""Checks of the whole: what can be seen only when everything has been read."""
