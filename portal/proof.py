"""The proofs of the rules, as `portal rules check` runs and tells them."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from portal import messages
from portal.machine import MachineLacks
from portal.model.content import Content

if TYPE_CHECKING:
    from eligibility.compiler.certificate import Proof


def proofs(content: Content) -> "Iterator[Proof]":
    """Prove the rules of the project, one thing after the other.

    Raises:
        MachineLacks: when the solver is not installed. Nothing else needs it, so it is loaded here.
    """
    try:
        from eligibility.compiler.certificate import certify
    except ModuleNotFoundError as error:
        if error.name != "z3":
            raise
        raise MachineLacks("package-missing", package="z3-solver") from None
    yield from certify(content.rules, content.compiled)


def proof_line(proof: "Proof", language: str) -> str:
    """A proof in one sentence, with what was counted and how long it took."""
    counts = {name: str(count) for name, count in proof.counts.items()}
    return messages.sentence(proof.code, language, {**counts, "seconds": f"{proof.seconds:.2f}"})


def proof_data(proof: "Proof") -> dict[str, Any]:
    """The same for programs."""
    return {"code": proof.code, "counts": proof.counts, "seconds": round(proof.seconds, 3)}
