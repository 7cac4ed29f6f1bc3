"""Door to Parquet, for archives of answers; pyarrow is an extra and is loaded only when such a file is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from surveys.logic.exports import ABOUT
from surveys.logic.variables import Variable

PORTION = 20_000


def has_parquet() -> bool:
    """Tell whether Parquet files can be written here."""
    return find_spec("pyarrow") is not None


def write_parquet(path: Path, variables: Sequence[Variable], rows: Iterable[Sequence[object]]) -> int:
    """Write rows in portions: the columns about the response as words, codes and numbers as numbers."""
    import pyarrow as pa  # noqa: PLC0415 -- an extra, and large
    import pyarrow.parquet as pq  # noqa: PLC0415

    kinds = [pa.string()] * len(ABOUT) + [pa.string() if one.is_text else pa.float64() for one in variables]
    names = [*ABOUT, *(variable.name for variable in variables)]
    schema = pa.schema(list(zip(names, kinds, strict=True)))
    source, number = iter(rows), 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while portion := list(islice(source, PORTION)):
            number += len(portion)
            columns = zip(*portion, strict=True)
            arrays = [
                pa.array(
                    [None if cell is None else str(cell) if kind == pa.string() else cell for cell in column], kind
                )
                for column, kind in zip(columns, kinds, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
    return number
