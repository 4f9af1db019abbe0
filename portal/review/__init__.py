"""The review board: what ends, what must be looked at again, what is open, and what is overdue."""
