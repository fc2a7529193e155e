"""Parses SQL of a dialect and rewrites it for DuckDB: documented statements are run, not looked at.

Reads {"dialect", "table", "query"} on standard input; prints {"name", "columns": {name: DuckDB type}, "partitions": [name],
"properties": {...}, "query"}. A clause that the dialect does not have is an error with its position.
"""

import json
import sys

import sqlglot
from sqlglot import exp


def main() -> None:
    asked = json.load(sys.stdin)
    answer = {}
    if asked.get("table"):
        table = sqlglot.parse_one(asked["table"], dialect=asked["dialect"])
        properties = table.args["properties"].expressions
        partitions = next((one for one in properties if isinstance(one, exp.PartitionedByProperty)), None)
        answer = {
            "name": table.this.this.name,
            "columns": {one.name: one.kind.sql("duckdb") for one in table.this.expressions},
            "partitions": [one.name for one in partitions.this.expressions] if partitions else [],
            "properties": {one.name: one.args["value"].name for one in properties if type(one) is exp.Property},
        }
    query = sqlglot.parse_one(asked["query"], dialect=asked["dialect"])
    answer["query"] = query.sql("duckdb", comments=False)
    print(json.dumps(answer))


main()
