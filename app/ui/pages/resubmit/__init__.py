"""重新提交: what was asked, what became of it, and the scans of both versions."""
