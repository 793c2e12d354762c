from app.ui.pages.batch.approvals import ApprovalBatchDialog
from app.ui.pages.batch.proposals import BatchDialog

__all__ = ["ApprovalBatchDialog", "BatchDialog"]
