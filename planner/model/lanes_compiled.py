"""How lanes are compiled: numbers of LANES draws in one register, and records that hold a number of every lane.

Numba learns here what the operators, `min`, `max` and the functions of lanes.py do with lanes. In a record each number
stands once a lane, side by side; `in_lanes` reads it as the record of numbers that its class declares.
"""

import operator
from collections.abc import Callable
from typing import Any, TypeVar

from llvmlite import ir
from numba.core import types
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    lower_builtin,
    lower_cast,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    register_model,
    type_callable,
)

from planner.model.lanes import LANES, in_every_lane, largest, smallest, where

Record = TypeVar("Record")

NUMBERS = ir.VectorType(ir.DoubleType(), LANES)
TRUTHS = ir.VectorType(ir.IntType(1), LANES)
PLACES = ir.VectorType(ir.IntType(32), LANES)
ADDRESS = ir.DoubleType().as_pointer()


def in_lanes(record: Record) -> Record:
    """A record with a number of every lane in each field, read as a record of lanes."""
    return record


def lane_of(value: float, lane: int) -> float:
    """One lane's number."""
    raise NotImplementedError("compiled code only")


def with_lane(value: float, lane: int, number: float) -> float:
    """The same numbers but for one lane's."""
    raise NotImplementedError("compiled code only")


class _Lanes(types.Type):
    """Numba's type of a number for each lane; a plain number becomes one by standing in every lane."""

    def unify(self, typingctx: Any, other: types.Type) -> types.Type | None:
        return self if isinstance(other, types.Number) else None

    def can_convert_from(self, typingctx: Any, other: types.Type) -> Conversion | None:
        return Conversion.safe if isinstance(other, types.Number) else None


class _Truths(types.Type):
    """Whether a condition holds, for each lane."""


class _LanesArray(types.Type):
    """An array of lanes, (…, LANES) numbers in memory. shape: without the lanes."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.shape = shape
        super().__init__(name=f"LanesArray{shape}")


class _LanesRecord(types.Type):
    """A record whose fields hold lanes, arrays of them and such records. record: numba's own type of it."""

    def __init__(self, record: types.Record) -> None:
        self.record = record
        super().__init__(name=f"LanesRecord({record.name})")


numbers, truths = _Lanes(name="Lanes"), _Truths(name="Truths")


@register_model(_Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, of: types.Type) -> None:
        super().__init__(manager, of, NUMBERS)


@register_model(_Truths)
class _TruthsModel(models.PrimitiveModel):
    def __init__(self, manager: Any, of: types.Type) -> None:
        super().__init__(manager, of, TRUTHS)


@register_model(_LanesArray)
@register_model(_LanesRecord)
class _AddressModel(models.PrimitiveModel):
    def __init__(self, manager: Any, of: types.Type) -> None:
        super().__init__(manager, of, ADDRESS)


@lower_cast(types.Number, _Lanes)
def _in_every_lane(context: Any, builder: Any, fromty: types.Type, toty: types.Type, value: Any) -> Any:
    number = context.cast(builder, value, fromty, types.float64)
    first = builder.insert_element(ir.Constant(NUMBERS, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, ir.Constant(NUMBERS, ir.Undefined), ir.Constant(PLACES, [0] * LANES))


def _lanes(context: Any, builder: Any, sig: Any, args: Any) -> list[Any]:
    """All arguments as lanes."""
    return [context.cast(builder, value, of, numbers) for value, of in zip(args, sig.args, strict=True)]


def _define(function: Callable[..., Any], arguments: int, result: types.Type, lower: Callable[..., Any]) -> None:
    """Let a function of so many numbers take lanes among them. lower: of (builder, *vectors)."""

    def result_of(*args: types.Type) -> types.Type | None:
        some = any(arg is numbers for arg in args)
        return result if some and all(arg is numbers or isinstance(arg, types.Number) for arg in args) else None

    def typed(context: Any) -> Callable[..., types.Type | None]:
        return (lambda a: result_of(a)) if arguments == 1 else (lambda a, b: result_of(a, b))

    def lowered(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return lower(builder, *_lanes(context, builder, sig, args))

    type_callable(function)(typed)
    lower_builtin(function, *[_Lanes] * arguments)(lowered)
    if arguments == 2:
        lower_builtin(function, _Lanes, types.Number)(lowered)
        lower_builtin(function, types.Number, _Lanes)(lowered)


def _chosen(sign: str) -> Callable[..., Any]:
    """The second number where it is less, or more, than the first, as Python's min and max choose."""
    return lambda builder, a, b: builder.select(builder.fcmp_ordered(sign, b, a), b, a)


def _power(builder: Any, base: Any, exponent: Any) -> Any:
    of = ir.FunctionType(NUMBERS, [NUMBERS, NUMBERS])
    name = f"llvm.pow.v{LANES}f64"
    found = builder.module.globals.get(name) or ir.Function(builder.module, of, name)
    return builder.call(found, [base, exponent])


for _function, _in_place, _name in (
    (operator.add, operator.iadd, "fadd"),
    (operator.sub, operator.isub, "fsub"),
    (operator.mul, operator.imul, "fmul"),
    (operator.truediv, operator.itruediv, "fdiv"),
):
    for _each in (_function, _in_place):
        _define(_each, 2, numbers, lambda builder, a, b, name=_name: getattr(builder, name)(a, b))
for _function, _sign in (
    (operator.lt, "<"),
    (operator.le, "<="),
    (operator.gt, ">"),
    (operator.ge, ">="),
    (operator.eq, "=="),
):
    _define(_function, 2, truths, lambda builder, a, b, sign=_sign: builder.fcmp_ordered(sign, a, b))
_define(operator.ne, 2, truths, lambda builder, a, b: builder.fcmp_unordered("!=", a, b))
_define(operator.neg, 1, numbers, lambda builder, a: builder.fneg(a))
_define(operator.pow, 2, numbers, _power)
_define(min, 2, numbers, _chosen("<"))
_define(max, 2, numbers, _chosen(">"))


@type_callable(in_every_lane)
def _in_every_lane_type(context: Any) -> Callable[..., types.Type]:
    return lambda value: numbers


@lower_builtin(in_every_lane, types.Any)
def _stand_in_every_lane(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return context.cast(builder, args[0], sig.args[0], numbers)


@type_callable(where)
def _where_type(context: Any) -> Callable[..., types.Type | None]:
    def typed(condition: types.Type, yes: types.Type, no: types.Type) -> types.Type:
        plain = isinstance(condition, types.Boolean) and yes is not numbers and no is not numbers
        return types.float64 if plain else numbers

    return typed


@lower_builtin(where, types.Any, types.Any, types.Any)
def _where(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    yes, no = (
        context.cast(builder, value, of, sig.return_type) for value, of in zip(args[1:], sig.args[1:], strict=True)
    )
    return builder.select(args[0], yes, no)


def _define_reduction(function: Callable[..., Any], choose: Callable[..., Any]) -> None:
    """One number from all lanes: each half against the other, until one is left."""

    def typed(context: Any) -> Callable[..., types.Type | None]:
        return lambda value: types.float64

    def lowered(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        left, width = args[0], LANES
        while width > 1:
            width //= 2
            others = ir.Constant(PLACES, [(lane + width) % LANES for lane in range(LANES)])
            left = choose(builder, left, builder.shuffle_vector(left, ir.Constant(NUMBERS, ir.Undefined), others))
        return builder.extract_element(left, ir.Constant(ir.IntType(32), 0))

    type_callable(function)(typed)
    lower_builtin(function, _Lanes)(lowered)
    lower_builtin(function, types.Float)(lambda context, builder, sig, args: args[0])


_define_reduction(smallest, _chosen("<"))
_define_reduction(largest, _chosen(">"))


@type_callable(lane_of)
def _lane_of_type(context: Any) -> Callable[..., types.Type]:
    return lambda value, lane: types.float64


@lower_builtin(lane_of, _Lanes, types.Integer)
def _lane_of(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.extract_element(*args)


@type_callable(with_lane)
def _with_lane_type(context: Any) -> Callable[..., types.Type]:
    return lambda value, lane, number: numbers


@lower_builtin(with_lane, _Lanes, types.Integer, types.Number)
def _with_lane(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.insert_element(args[0], context.cast(builder, args[2], sig.args[2], types.float64), args[1])


def _kind(field: Any) -> types.Type:
    """How a field of a record is read."""
    if isinstance(field, types.Record):
        return _LanesRecord(field)
    shape = field.shape[:-1]
    return _LanesArray(shape) if shape else numbers


@infer_getattr
class _Fields(AttributeTemplate):
    key = _LanesRecord

    def generic_resolve(self, record: _LanesRecord, name: str) -> types.Type:
        return _kind(record.record.typeof(name))


def _place(builder: Any, address: Any, numbers_before: Any) -> Any:
    return builder.gep(address, [numbers_before])


def _load(builder: Any, address: Any) -> Any:
    return builder.load(builder.bitcast(address, NUMBERS.as_pointer()), align=8 * LANES)


def _store(builder: Any, address: Any, value: Any) -> None:
    builder.store(value, builder.bitcast(address, NUMBERS.as_pointer()), align=8 * LANES)


def _field(builder: Any, record: _LanesRecord, address: Any, name: str) -> Any:
    return _place(builder, address, ir.Constant(ir.IntType(64), record.record.offset(name) // 8))


@lower_getattr_generic(_LanesRecord)
def _get_field(context: Any, builder: Any, record: _LanesRecord, address: Any, name: str) -> Any:
    place = _field(builder, record, address, name)
    return _load(builder, place) if _kind(record.record.typeof(name)) is numbers else place


@lower_setattr_generic(_LanesRecord)
def _set_field(context: Any, builder: Any, sig: Any, args: Any, name: str) -> None:
    address, value = args
    _store(builder, _field(builder, sig.args[0], address, name), value)


@infer_getattr
class _Size(AttributeTemplate):
    key = _LanesArray

    def resolve_size(self, array: _LanesArray) -> types.Type:
        return types.intp


@lower_getattr_generic(_LanesArray)
def _get_size(context: Any, builder: Any, array: _LanesArray, address: Any, name: str) -> Any:
    size = 1
    for length in array.shape:
        size *= length
    return ir.Constant(ir.IntType(64), size)


@type_callable(len)
def _len_type(context: Any) -> Callable[..., types.Type | None]:
    return lambda array: types.intp if isinstance(array, _LanesArray) else None


@lower_builtin(len, _LanesArray)
def _len(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return ir.Constant(ir.IntType(64), sig.args[0].shape[0])


def _parts(index: Any) -> tuple[types.Type, ...]:
    """The types of an index, one for each dimension that it picks from."""
    return (index,) if isinstance(index, types.Integer) else tuple(index)


@type_callable(operator.getitem)
def _getitem_type(context: Any) -> Callable[..., types.Type | None]:
    def typed(array: types.Type, index: types.Type) -> types.Type | None:
        if not isinstance(array, _LanesArray):
            return None
        shape = array.shape[len(_parts(index)) :]
        return _LanesArray(shape) if shape else numbers

    return typed


@type_callable(operator.setitem)
def _setitem_type(context: Any) -> Callable[..., types.Type | None]:
    return lambda array, index, value: types.none if isinstance(array, _LanesArray) else None


def _item(context: Any, builder: Any, array: _LanesArray, address: Any, of: types.Type, index: Any) -> Any:
    """The address of an item or of the array that an index leaves."""
    kinds = _parts(of)
    parts = [index] if isinstance(of, types.Integer) else [builder.extract_value(index, at) for at in range(len(kinds))]
    place, step = ir.Constant(ir.IntType(64), 0), LANES
    for length in array.shape[len(parts) :]:
        step *= length
    for part, kind, length in reversed(list(zip(parts, kinds, array.shape, strict=False))):
        number = context.cast(builder, part, kind, types.intp)
        place = builder.add(place, builder.mul(number, ir.Constant(ir.IntType(64), step)))
        step *= length
    return _place(builder, address, place)


@lower_builtin(operator.getitem, _LanesArray, types.Any)
def _getitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    place = _item(context, builder, sig.args[0], args[0], sig.args[1], args[1])
    return _load(builder, place) if sig.return_type is numbers else place


@lower_builtin(operator.setitem, _LanesArray, types.Any, types.Any)
def _setitem(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    place = _item(context, builder, sig.args[0], args[0], sig.args[1], args[1])
    _store(builder, place, context.cast(builder, args[2], sig.args[2], numbers))
    return context.get_dummy_value()


@type_callable(in_lanes)
def _in_lanes_type(context: Any) -> Callable[..., types.Type | None]:
    return lambda record: _LanesRecord(record) if isinstance(record, types.Record) else None


@lower_builtin(in_lanes, types.Record)
def _in_lanes(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.bitcast(args[0], ADDRESS)
