"""What stands between a change and its publication: approvals, and what the change does."""
