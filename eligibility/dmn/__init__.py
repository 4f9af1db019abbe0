"""Plain, two-valued DMN decision tables: read, run, exchanged with other programs. Knows nothing of the pre-check."""
