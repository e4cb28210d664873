"""Reads a dataset back with DuckDB, PyArrow and Polars: three independent readers, one answer.

usage: read_back.py OUTPUT      the folder that `gongkai run --output OUTPUT` wrote

Checks in each reader: rows of every table against manifest.json, report_year as an integer with NULL for
reports whose year is unknown, every report_id known to `reports`; and one query that must give the same answer.
"""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds


class DuckDB:
    """Tables through SQL, as an analyst loads them."""

    def __init__(self, snapshot):
        self.connection = duckdb.connect()
        self.snapshot = snapshot

    def table(self, name):
        files = self.snapshot / name / "**" / "*.parquet"
        return f"read_parquet('{files}', hive_partitioning = true)"

    def one(self, sql):
        return self.connection.execute(sql).fetchone()[0]

    def rows(self, name):
        return self.one(f"SELECT count(*) FROM {self.table(name)}")

    def years(self, name):
        sql = f"SELECT report_year, count(*) FROM {self.table(name)} GROUP BY ALL"
        return dict(self.connection.execute(sql).fetchall())

    def year_type(self, name):
        sql = f"DESCRIBE SELECT report_year FROM {self.table(name)}"
        return self.connection.execute(sql).fetchone()[1]

    def orphans(self, name):
        return self.one(
            f"SELECT count(*) FROM {self.table(name)} ANTI JOIN {self.table('reports')} USING (report_id)"
        )

    def query(self):
        sql = f"""
            SELECT r.province, sum(a.total)::BIGINT
            FROM {self.table("applications")} a JOIN {self.table("reports")} r USING (report_id)
            WHERE a.row = 'received_new' AND r.report_year >= 2020
            GROUP BY ALL ORDER BY ALL"""
        return [tuple(row) for row in self.connection.execute(sql).fetchall()]


class PyArrow:
    """Tables as Arrow data sets."""

    def __init__(self, snapshot):
        self.snapshot = snapshot

    def table(self, name):
        return ds.dataset(self.snapshot / name, format="parquet", partitioning="hive").to_table()

    def rows(self, name):
        return self.table(name).num_rows

    def years(self, name):
        counts = pc.value_counts(self.table(name)["report_year"].combine_chunks())
        return {c["values"]: c["counts"] for c in counts.to_pylist()}

    def year_type(self, name):
        return str(self.table(name).schema.field("report_year").type)

    def orphans(self, name):
        known = pc.unique(self.table("reports")["report_id"])
        return pc.sum(pc.invert(pc.is_in(self.table(name)["report_id"], known))).as_py() or 0

    def query(self):
        received = self.table("applications").filter(pc.field("row") == "received_new")
        reports = self.table("reports").filter(pc.field("report_year") >= 2020)
        both = received.select(["report_id", "total"]).join(
            reports.select(["report_id", "province"]), "report_id", join_type="inner"
        )
        sums = both.group_by("province").aggregate([("total", "sum")]).to_pylist()
        return ordered((row["province"], row["total_sum"]) for row in sums)


class Polars:
    """Tables as lazy frames."""

    def __init__(self, snapshot):
        self.snapshot = snapshot

    def table(self, name):
        return pl.scan_parquet(self.snapshot / name / "**" / "*.parquet", hive_partitioning=True)

    def rows(self, name):
        return self.table(name).select(pl.len()).collect().item()

    def years(self, name):
        counts = self.table(name).group_by("report_year").len().collect()
        return dict(counts.rows())

    def year_type(self, name):
        return str(self.table(name).collect_schema()["report_year"])

    def orphans(self, name):
        known = self.table("reports").select("report_id")
        lost = self.table(name).join(known, on="report_id", how="anti")
        return lost.select(pl.len()).collect().item()

    def query(self):
        received = self.table("applications").filter(pl.col("row") == "received_new")
        reports = self.table("reports").filter(pl.col("report_year") >= 2020)
        # Polars sums nothing to 0 where SQL and Arrow say NULL.
        total = pl.when(pl.col("total").count() > 0).then(pl.col("total").sum())
        sums = (
            received.select("report_id", "total")
            .join(reports.select("report_id", "province"), on="report_id")
            .group_by("province")
            .agg(total)
            .collect()
        )
        return ordered(sums.rows())


def ordered(rows):
    """Rows in DuckDB's order: NULL last."""
    return sorted(rows, key=lambda row: tuple((v is None, v) for v in row))


def main(output):
    snapshot = (output / "current").resolve(strict=True)
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    readers = [DuckDB(snapshot), PyArrow(snapshot), Polars(snapshot)]
    wrong = []

    def check(right, words):
        if not right:
            wrong.append(words)

    answers = []
    for reader in readers:
        who = type(reader).__name__
        for name, counts in manifest["rows"].items():
            files = list((snapshot / name).rglob("*.parquet"))
            if not files:
                check(counts["total"] == 0, f"{name}: {counts['total']} rows in the manifest, no file")
                continue
            rows = reader.rows(name)
            check(rows == counts["total"], f"{who}: {name} has {rows} rows, manifest {counts['total']}")
            if name == "rejects":
                continue
            years = {"unknown" if y is None else str(y): n for y, n in reader.years(name).items()}
            by_year = {y: n for y, n in counts["by_year"].items() if n}
            check(years == by_year, f"{who}: {name} has years {years}, manifest {by_year}")
            year_type = reader.year_type(name).lower()
            check("int" in year_type, f"{who}: report_year of {name} is {year_type}")
            orphans = reader.orphans(name)
            check(orphans == 0, f"{who}: {orphans} rows of {name} belong to no report")
        answers.append((who, reader.query()))
    first = answers[0][1]
    for who, answer in answers[1:]:
        check(answer == first, f"{who} answers {answer}, {answers[0][0]} {first}")
    check(first, "the query gives no rows")

    versions = f"DuckDB {duckdb.__version__}, PyArrow {pa.__version__}, Polars {pl.__version__}"
    if wrong:
        sys.exit("\n".join([f"{snapshot}: {len(wrong)} differences ({versions})", *wrong]))
    print(f"{snapshot.name}: {len(manifest['rows'])} tables read alike by {versions}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
