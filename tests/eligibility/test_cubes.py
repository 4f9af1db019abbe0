"""The algebra of cubes, checked against going through every single answer."""

import itertools
import random

import pytest

from eligibility.compiler.cubes import (
    Cube,
    absorbed,
    consensus,
    contains,
    cube,
    meet,
    minus,
    primes,
    primes_without,
    product,
    sharp,
    uncovered,
)

SEEDS = range(60)


def random_union(seed: int, variables: int = 4) -> tuple[list[Cube], tuple[int, ...]]:
    """A few random cubes over variables of two to four cells."""
    chance = random.Random(seed)
    full = tuple((1 << chance.randint(2, 4)) - 1 for _ in range(variables))
    made = []
    for _ in range(chance.randint(1, 5)):
        literals = [(index, chance.randint(1, full[index])) for index in range(variables) if chance.random() < 0.7]
        found = cube(literals, full)
        assert found is not None
        made.append(found)
    return made, full


def points(full: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every complete answer, as the place of a cell in each variable."""
    return list(itertools.product(*(range(mask.bit_length()) for mask in full)))


def covers(cubes: list[Cube], point: tuple[int, ...]) -> bool:
    return any(all(mask >> point[variable] & 1 for variable, mask in each) for each in cubes)


def all_implicants(cubes: list[Cube], full: tuple[int, ...]) -> set[Cube]:
    """Every cube that lies in the union, found by trying every cube there is."""
    inside = {point for point in points(full) if covers(cubes, point)}
    found = set()
    for masks in itertools.product(*(range(1, mask + 1) for mask in full)):
        candidate = cube(enumerate(masks), full)
        if candidate is not None and all(point in inside for point in points(full) if covers([candidate], point)):
            found.add(candidate)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_primes_are_exactly_the_implicants_that_lie_in_no_other(seed: int) -> None:
    cubes, full = random_union(seed, 3)
    implicants = all_implicants(cubes, full)
    maximal = {each for each in implicants if not any(contains(other, each) for other in implicants - {each})}
    assert set(primes(cubes, full)) == maximal


def test_consensus_needs_many_cells_to_come_together() -> None:
    """Three cubes that share one cell each of a variable of three: only together they make it disappear."""
    full = (7, 3)
    cubes = [((0, 1), (1, 1)), ((0, 2), (1, 1)), ((0, 4), (1, 1))]
    assert primes(cubes, full) == [((1, 1),)]


@pytest.mark.parametrize("seed", SEEDS)
def test_primes_cover_the_same_answers(seed: int) -> None:
    cubes, full = random_union(seed)
    found = primes(cubes, full)
    assert [covers(found, point) for point in points(full)] == [covers(cubes, point) for point in points(full)]


@pytest.mark.parametrize("seed", SEEDS)
def test_with_silent_variables_all_spoken_primes_are_found_and_nothing_is_lost(seed: int) -> None:
    cubes, full = random_union(seed)
    silent = frozenset({0, 2})
    found = primes_without(cubes, silent, full)
    spoken = {each for each in found if not silent & {variable for variable, _mask in each}}
    every = {each for each in primes(cubes, full) if not silent & {variable for variable, _mask in each}}
    assert spoken == every
    assert [covers(found, point) for point in points(full)] == [covers(cubes, point) for point in points(full)]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_cube_that_needs_a_silent_variable_is_prime_too(seed: int) -> None:
    cubes, full = random_union(seed)
    assert set(primes_without(cubes, frozenset({0, 2}), full)) <= set(primes(cubes, full))


def test_two_cubes_that_differ_in_one_option_are_one_where_a_silent_variable_decides() -> None:
    assert primes_without([((0, 1), (1, 1)), ((0, 2), (1, 1))], frozenset({1}), (7, 7)) == [((0, 3), (1, 1))]


@pytest.mark.parametrize("seed", SEEDS)
def test_minus_leaves_what_only_the_first_covers(seed: int) -> None:
    cubes, full = random_union(seed)
    others, _full = cubes[1:], full
    rest = minus(cubes[:1], others, full)
    for point in points(full):
        assert covers(rest, point) == (covers(cubes[:1], point) and not covers(others, point))


def test_sharp_gives_overlapping_cubes_that_are_as_large_as_can_be() -> None:
    assert sharp((), ((0, 1), (1, 1)), (3, 3)) == [((0, 2),), ((1, 2),)]
    assert sharp(((0, 1),), ((0, 2),), (3, 3)) == [((0, 1),)]
    assert sharp(((0, 1),), ((0, 1),), (3, 3)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_uncovered_is_the_rest_without_overlap(seed: int) -> None:
    cubes, full = random_union(seed)
    rest = list(uncovered(cubes, full))
    for point in points(full):
        assert sum(covers([each], point) for each in rest) == (not covers(cubes, point))


def test_product_multiplies_unions_out() -> None:
    full = (3, 3)
    assert product([[((0, 1),)], [((1, 1),), ((1, 2),)]], full) == [((0, 1), (1, 1)), ((0, 1), (1, 2))]
    assert product([[((0, 1),)], [((0, 2),)]], full) == []
    assert product([], full) == [()]


def test_normal_form_drops_full_masks_and_finds_contradictions() -> None:
    assert cube([(0, 3), (1, 1)], (3, 3)) == ((1, 1),)
    assert cube([(1, 1), (1, 2)], (3, 3)) is None
    assert meet(((0, 1),), ((0, 1), (1, 2)), (3, 3)) == ((0, 1), (1, 2))
    assert absorbed([((0, 1), (1, 1)), ((0, 1),)]) == [((0, 1),)]
    assert consensus(((0, 1),), ((0, 1), (1, 1)), 0, (3, 3)) is None
