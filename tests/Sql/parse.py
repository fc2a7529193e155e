"""Parses SQL of a dialect and rewrites it for DuckDB: documented statements are run, not looked at.

Reads {"dialect", "script"} on standard input: statements in their order. Prints
{"tables": [{"schema", "name", "columns": {name: DuckDB type}, "partitions": [name], "properties": {...}, "location", "csv"}],
"steps": [{"sql", "query": whether its rows are asked for}]}. A clause that the dialect does not have is an error with its position.
"""

import json
import logging
import sys

import sqlglot
from sqlglot import exp

# Statements that only the service has; what they say about places is in the tables' LOCATION.
SERVICE_ONLY = ("CREATE EXTERNAL SCHEMA", "ALTER TABLE")


def external(table: exp.Create) -> dict:
    properties = table.args["properties"].expressions
    partitions = next((one for one in properties if isinstance(one, exp.PartitionedByProperty)), None)
    location = next(one for one in properties if isinstance(one, exp.LocationProperty))
    serde = next((one for one in properties if isinstance(one, exp.RowFormatSerdeProperty)), None)
    return {
        "schema": table.this.this.db,
        "name": table.this.this.name,
        "columns": {one.name: one.kind.sql("duckdb") for one in table.this.expressions},
        "partitions": [one.name for one in partitions.this.expressions] if partitions else [],
        "properties": {one.name: one.args["value"].name for one in properties if type(one) is exp.Property},
        "location": location.this.name,
        "csv": serde is not None and serde.this.name.endswith("OpenCSVSerde"),
    }


def statements(script: str, dialect: str) -> list[str]:
    """One by one: sqlglot takes Athena's Hive or its Trino by how a text begins, and would take one of them for a whole script."""
    texts, start = [], 0
    for end in [one.start for one in sqlglot.tokenize(script, dialect=dialect) if one.token_type == sqlglot.TokenType.SEMICOLON] + [len(script)]:
        text, start = script[start:end], end + 1
        if sqlglot.tokenize(text, dialect=dialect):
            texts.append(text)
    return texts


def main() -> None:
    logging.getLogger("sqlglot").setLevel(logging.ERROR)
    asked = json.load(sys.stdin)
    answer = {"tables": [], "steps": []}
    for text in statements(asked["script"], asked["dialect"]):
        statement = sqlglot.parse_one(text, dialect=asked["dialect"])
        if isinstance(statement, exp.Command) or isinstance(statement, exp.Alter):
            text = statement.sql(asked["dialect"], comments=False)
            if text.upper().startswith(SERVICE_ONLY):
                continue
            # Spectrum takes Hive's form of a table, clause by clause; sqlglot's Redshift knows but a part of it.
            statement = sqlglot.parse_one(text, dialect="hive")
        if isinstance(statement, exp.Create) and statement.find(exp.LocationProperty):
            answer["tables"].append(external(statement))
            continue
        if isinstance(statement, exp.Create):
            statement.set("no_schema_binding", None)
        answer["steps"].append({"sql": statement.sql("duckdb", comments=False), "query": isinstance(statement, exp.Query)})
    print(json.dumps(answer))


main()
