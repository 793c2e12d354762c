from app.ui.pages.sync.log import SyncLog
from app.ui.pages.sync.page import SyncPage

__all__ = ["SyncLog", "SyncPage"]
