"""The installation: it alone knows every room."""

VERSION = "0.7"
