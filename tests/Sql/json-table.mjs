// Runs a query in DuckDB over JSON lines, as Athena would over the same objects: names of members in lower case and malformed lines as rows
// of nulls (OpenX SerDe), partitions out of the key as storage.location.template says, objects that no partition means left out.
//   node json-table.mjs FOLDER < what parse.py printed         prints the rows, each an array of texts
import { createRequire } from "node:module";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";

const { DuckDBInstance } = createRequire(process.env.SLUICE_NODE_MODULES + "/")("@duckdb/node-api");
const folder = process.argv[2];
const table = JSON.parse(fs.readFileSync(0, "utf8"));

const template = table.properties["storage.location.template"].replace(/^s3:\/\/[^/]+\//, "");
const pattern = new RegExp("^" + template.replace(/\$\{(\w+)\}/g, (_, name) =>
  `(?<${name}>${table.properties[`projection.${name}.type`] === "date" ? table.properties[`projection.${name}.format`].replace(/\w/g, "\\d") : "[^/]+"})`) + "/");

function partitionOf(key) {
  const found = pattern.exec(key)?.groups;
  if (!found) return null;
  for (const name of table.partitions) {
    const set = (what) => table.properties[`projection.${name}.${what}`];
    if (set("type") === "enum" && !set("values").split(",").includes(found[name])) return null;
    if (set("type") === "date" && found[name] < set("range").split(",")[0]) return null;
  }
  return { ...found };
}

const lowered = (value) => Array.isArray(value) ? value.map(lowered)
  : value && typeof value === "object" ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name.toLowerCase(), lowered(one)])) : value;

const rows = path.join(os.tmpdir(), `sluice-sql-${process.pid}.ndjson`);
const out = fs.openSync(rows, "w");
for (const key of fs.readdirSync(folder, { recursive: true }).filter((one) => fs.statSync(path.join(folder, one)).isFile())) {
  const partition = partitionOf(key);
  if (!partition) continue;
  let content = fs.readFileSync(path.join(folder, key));
  if (content[0] === 0x1f && content[1] === 0x8b) content = zlib.gunzipSync(content);
  for (const line of content.toString("utf8").split("\n").filter((one) => one.length)) {
    let record = {};
    try { record = lowered(JSON.parse(line)); } catch { /* ignore.malformed.json */ }
    fs.writeSync(out, JSON.stringify({ ...record, ...partition, $path: key }) + "\n");
  }
}
fs.closeSync(out);

const columns = { ...table.columns, ...Object.fromEntries(table.partitions.map((name) => [name, "TEXT"])), $path: "TEXT" };
const spec = Object.entries(columns).map(([name, type]) => `"${name}": '${type}'`).join(", ");
const connection = await (await DuckDBInstance.create(":memory:")).connect();
await connection.run("SET TimeZone = 'UTC'");
await connection.run(`CREATE VIEW "${table.name}" AS SELECT * FROM read_json('${rows}', columns = {${spec}}, format = 'newline_delimited')`);
const result = await connection.runAndReadAll(table.query);
fs.unlinkSync(rows);
console.log(JSON.stringify(result.getRows().map((row) => row.map((value) => value === null ? null : String(value)))));
