"""What this machine must have, and the error that says what to install (exit code 3)."""


class MachineLacks(Exception):  # noqa: N818 - the machine lacks something; nothing went wrong in the program
    """Something has to be installed first. `code` names a message in the catalogue."""

    def __init__(self, code: str, **args: str) -> None:
        self.code = code
        self.args_ = args
        super().__init__(code)
