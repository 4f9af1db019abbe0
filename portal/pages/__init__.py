"""Pages: which there are, where they live, and how an item becomes Markdown."""
