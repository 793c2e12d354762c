"""The reference server: the wire of TitleDesk over SQLite, for trials and tests."""
