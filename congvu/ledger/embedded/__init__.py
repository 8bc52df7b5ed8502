"""The embedded database (SQLite) as this program opens it, its writers in line: the engine that `settings.py` names."""
