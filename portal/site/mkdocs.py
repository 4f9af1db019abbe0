"""Runs MkDocs for one language, in a process of its own, and brings its warnings back."""

import logging
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

# MkDocs warns that a partial build leaves other pages and the search index alone; `make serve` mends both.
_OF_DIRTY_MODE = "A 'dirty' build is being performed"


class _Collector(logging.Handler):
    """Keeps what MkDocs warns about, instead of printing it."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


def run(settings: Path, epoch: int, dirty: bool = False) -> list[str]:
    """Build one language; returns the warnings, which the caller treats as errors.

    `epoch` (seconds, UTC) is the only time that may enter the output. With `dirty`, only pages whose source is
    newer than their output are built.
    """
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    collector = _Collector()
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    logger.propagate = False
    try:
        config = load_config(config_file=str(settings))
        config.plugins.on_startup(command="build", dirty=dirty)
        build(config, dirty=dirty)
        config.plugins.on_shutdown()
    except Abort:
        pass  # strict mode stops because of the warnings that the collector holds
    finally:
        logger.removeHandler(collector)
    return [message for message in collector.messages if not message.startswith(_OF_DIRTY_MODE)]


def run_all(settings: list[Path], epoch: int, dirty: bool = False) -> list[list[str]]:
    """Build several languages side by side; returns the warnings of each."""
    with ProcessPoolExecutor(len(settings), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(run, each, epoch, dirty) for each in settings]
        return [job.result() for job in jobs]
