"""What a field of a model expects from a person: one line, a text in both languages, a choice, a thing by name, a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, create_model
from pydantic.fields import FieldInfo

from eligibility.compiler.base import Model, RefTo, Text
from eligibility.compiler.loader import Kind, record_of
from eligibility.compiler.yaml12 import Document

type Form = Literal["text", "choice", "yes_no", "number", "reference", "group", "line"]


@dataclass(frozen=True)
class Shape:
    """How a field is asked for.

    `form` is that of one entry; `many` whether it is a list of them. `options`: what a choice allows; `kinds`: the kinds
    of thing a reference may name; `model`: that of a group; `limits`: least and most entries of a list.
    `annotation` is that of one entry, as pydantic checks it.
    """

    form: Form
    annotation: Any
    many: bool = False
    required: bool = True
    options: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    model: type[BaseModel] | None = None
    limits: tuple[int, int | None] = (0, None)


def shape_at(model: type[BaseModel], path: Sequence[str]) -> Shape:
    """The shape of a field, given as names from the model down; a list of states on the way means the one that is written.

    Raises:
        KeyError: when there is no such field.
    """
    info = _field(model, path[0])
    shape = _shape(info)
    if len(path) == 1:
        return shape
    if shape.model is None:
        raise KeyError(path[1])
    return shape_at(shape.model, path[1:])


def written_order(model: type[BaseModel]) -> list[str]:
    """The names of a model's fields as files write them: in the model's order, dated states and their gaps last."""
    names = [info.alias or name for name, info in model.model_fields.items()]
    return sorted(names, key=lambda name: name in ("states", "gaps"))


def checked(shape: Shape, name: str, value: Any) -> Any:
    """A value that one entry of a field accepts, as it is written in a file.

    Raises:
        Findings: with what is wrong, in the words of all other checks.
    """
    field: Any = {name: (shape.annotation, ...)}
    answer = create_model("Answer", __base__=Model, **field)
    record_of(Kind("answer", "", answer), Document("", {name: value}, {}))
    return value


def _field(model: type[BaseModel], name: str) -> FieldInfo:
    for own, info in model.model_fields.items():
        if name in (own, info.alias):
            return info
    raise KeyError(name)


def _shape(info: FieldInfo) -> Shape:
    annotation = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
    core, marks = _opened(annotation)
    if get_origin(core) is list:
        least = next((mark.min_length for mark in marks if hasattr(mark, "min_length")), 0)
        most = next((mark.max_length for mark in marks if hasattr(mark, "max_length")), None)
        entry = get_args(core)[0]
        return _entry(entry, info, many=True, limits=(least, most))
    return _entry(_without_none(annotation), info, many=False, limits=(0, None))


def _entry(annotation: Any, info: FieldInfo, many: bool, limits: tuple[int, int | None]) -> Shape:
    core, marks = _opened(annotation)
    required = limits[0] > 0 or info.is_required()
    form: Form = "line"
    options: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    model: type[BaseModel] | None = None
    if get_origin(core) is Literal:
        form, options = "choice", get_args(core)
    elif core is bool:
        form = "yes_no"
    elif core is int:
        form = "number"
    elif isinstance(core, type) and issubclass(core, Text):
        form = "text"
    elif isinstance(core, type) and issubclass(core, BaseModel):
        form, model = "group", core
    elif reference := next((mark for mark in marks if isinstance(mark, RefTo)), None):
        form, kinds = "reference", reference.kinds
    return Shape(form, annotation, many, required, options, kinds, model, limits)


def _opened(annotation: Any) -> tuple[Any, list[Any]]:
    """An annotation without its optional and Annotated wrappings, and the marks it wore."""
    marks: list[Any] = []
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            marks += more
        elif (inner := _without_none(annotation)) is not annotation:
            annotation = inner
        else:
            return annotation, marks


def _without_none(annotation: Any) -> Any:
    """`X` for `X | None`; everything else as it is, marks around it dropped with the None."""
    if get_origin(annotation) is Annotated and type(None) in get_args(get_args(annotation)[0]):
        return _without_none(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kept = [part for part in get_args(annotation) if part is not NoneType]
        return kept[0] if len(kept) == 1 else annotation
    return annotation
