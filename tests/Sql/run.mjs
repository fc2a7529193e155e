// Runs statements in DuckDB over objects, as Athena and Spectrum would over the same: names of members in lower case and malformed lines as
// rows of nulls (OpenX SerDe), every CSV column a text and quotes unseen (OpenCSVSerde), partitions out of the key as storage.location.template
// or name=value says, objects that no partition means left out. Numbers keep their digits.
//   node run.mjs FOLDER < what parse.py printed         prints for each query its rows, each an array of texts
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";

const { DuckDBInstance } = createRequire(process.env.SLUICE_NODE_MODULES + "/")("@duckdb/node-api");
const folder = process.argv[2];
const asked = JSON.parse(fs.readFileSync(0, "utf8"));
const keys = fs.readdirSync(folder, { recursive: true }).filter((one) => fs.statSync(path.join(folder, one)).isFile()).sort();
const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("SET TimeZone = 'UTC'");

function patternOf(table) {
  const template = (table.properties["storage.location.template"] ?? table.location + table.partitions.map((name) => `${name}=\${${name}}/`).join("")).replace(/^s3:\/\/[^/]+\//, "");
  return new RegExp("^" + template.replace(/\/$/, "").replace(/\$\{(\w+)\}/g, (_, name) =>
    `(?<${name}>${table.properties[`projection.${name}.type`] === "date" ? table.properties[`projection.${name}.format`].replace(/\w/g, "\\d") : "[^/]+"})`) + "/");
}

function partitionOf(table, pattern, key) {
  const found = pattern.exec(key);
  if (!found) return null;
  for (const name of table.partitions) {
    const set = (what) => table.properties[`projection.${name}.${what}`];
    if (set("type") === "enum" && !set("values").split(",").includes(found.groups[name])) return null;
    if (set("type") === "date" && found.groups[name] < set("range").split(",")[0]) return null;
  }
  return { ...found.groups };
}

const lowered = (value) => Array.isArray(value) ? value.map(lowered)
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), lowered(one)])) : value;

// As texts, which DuckDB reads digit by digit: a number of JavaScript has 15.
const exact = (line) => line.replace(/"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g, (token) => token[0] !== '"' && (token.includes(".") || token.length > 15) ? `"${token}"` : token);

async function addTable(table, number) {
  const name = `${table.schema ? `"${table.schema}".` : ""}"${table.name}"`;
  if (table.schema) await connection.run(`CREATE SCHEMA IF NOT EXISTS "${table.schema}"`);
  const pattern = patternOf(table);
  const rows = path.join(os.tmpdir(), `sluice-sql-${process.pid}-${number}`);
  const out = fs.openSync(rows, "w");
  for (const key of keys) {
    const partition = partitionOf(table, pattern, key);
    if (!partition) continue;
    let content = fs.readFileSync(path.join(folder, key));
    if (content[0] === 0x1f && content[1] === 0x8b) content = zlib.gunzipSync(content);
    if (table.csv) { fs.writeSync(out, content); continue; }
    for (const line of content.toString("utf8").split("\n").filter((one) => one.length)) {
      let record = {};
      try { record = lowered(JSON.parse(exact(line))); } catch { /* ignore.malformed.json */ }
      fs.writeSync(out, JSON.stringify({ ...record, ...partition, $path: key }) + "\n");
    }
  }
  fs.closeSync(out);
  const columns = { ...Object.fromEntries(Object.entries(table.columns).map(([column, type]) => [column.toLowerCase(), type])) };
  const spec = (all) => Object.entries(all).map(([column, type]) => `"${column}": '${type}'`).join(", ");
  await connection.run(`CREATE VIEW ${name} AS SELECT * FROM ` + (table.csv
    ? `read_csv('${rows}', columns = {${spec(Object.fromEntries(Object.keys(columns).map((column) => [column, "TEXT"])))}}, header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = '\u0002', allow_quoted_nulls = false)`
    : `read_json('${rows}', columns = {${spec({ ...columns, ...Object.fromEntries(table.partitions.map((one) => [one, "TEXT"])), $path: "TEXT" })}}, format = 'newline_delimited')`));
  return rows;
}

const files = [];
for (const [number, table] of asked.tables.entries()) files.push(await addTable(table, number));
const answers = [];
for (const step of asked.steps) {
  const result = await connection.runAndReadAll(step.sql);
  if (step.query) answers.push(result.getRows().map((row) => row.map((value) => value === null ? null : String(value))));
}
for (const file of files) fs.unlinkSync(file);
console.log(JSON.stringify(answers));
