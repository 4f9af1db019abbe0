"""The pre-check: rules as data, a compiler (build time) and an engine (run time).

Nothing in here imports `portal`, and `eligibility.engine` imports only its own modules.
"""
