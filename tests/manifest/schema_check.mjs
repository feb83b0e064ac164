// Holds the JSON Schema of manifests against the program: `schema_check.mjs PROGRAM MODULES`.
//
// A manifest without an error must pass the schema, and one with an error that a schema can see must
// not. The modules ajv and yaml come from npm; where they are not below MODULES, the test is skipped.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const SKIPPED = 77;
// The codes of mistakes that stand in one place of the YAML, whatever stands elsewhere.
const VISIBLE = new Set([
  "bad-id", "bad-value", "bad-variable-name", "format-version", "misplaced-key", "no-shots",
  "not-a-manifest", "unknown-field", "unknown-key", "wrong-type",
]);

const [program, modules] = process.argv.slice(2);
if (!existsSync(join(modules, "ajv")) || !existsSync(join(modules, "yaml"))) {
  console.log("skipped: npm install --prefix BUILD/npm ajv@8 yaml@2");
  process.exit(SKIPPED);
}
const require = createRequire(join(modules, "here.js"));
const Ajv = require("ajv/dist/2020").default;
const YAML = require("yaml");

const here = dirname(fileURLToPath(import.meta.url));
const folders = ["../../manifests", "corpus/good", "corpus/bad"].map((name) => join(here, name));

function run(words, input = "") {
  const ended = spawnSync(program, words, { encoding: "utf8", input });
  if (ended.error) throw ended.error;
  return ended.stdout;
}

function mistakesIn(...words) {
  return run(["check", "--json", ...words.slice(0, -1)], words.at(-1)).split("\n")
    .filter((line) => line).map((line) => JSON.parse(line))
    .filter((mistake) => mistake.level === "error");
}

const accepts = new Ajv({ strict: true, strictTypes: false, strictRequired: false })
  .compile(JSON.parse(run(["schema"])));
let passed = 0;
let failed = 0;

function tell(right, name, accepted) {
  right ? passed++ : failed++;
  console.log(`${right ? "ok    " : "FAILED"} ${name}: ${accepted ? "accepted" : "refused"}`);
  if (!right) console.log(accepted ? "the program refuses it" : accepts.errors);
}

for (const folder of folders) {
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".yaml"))) {
    const path = join(folder, name);
    const mistakes = mistakesIn(path, "");
    if (mistakes.some((mistake) => mistake.code.startsWith("yaml-"))) continue; // nothing to see
    const accepted = accepts(YAML.parse(readFileSync(path, "utf8")));
    const visible = mistakes.some((mistake) => mistake.file === path && VISIBLE.has(mistake.code));
    tell(mistakes.length === 0 ? accepted : !visible || !accepted, name, accepted);
  }
}

// One change at a time to a manifest that both take: they must agree on each.
const base = {
  shotlist: 1,
  api: { base_url: "https://api.example.com" },
  submit: { rate: "60/min" },
  defaults: { model: "sora-2-pro", orientation: "portrait", size: "small", duration: 15 },
  vars: { style: "film", way: "landscape", host: "https://a.b" },
  shots: [{ id: "a", prompt: "a tram, {{style}}", vars: { time: "dawn" } }],
};
const changes = [
  ["shotlist", 1, "1", 2, "one", true, null],
  ["name", "a b", 7, "", "  ", "two\nlines", ["a"], {}, null],
  ["api", {}, "https://api.example.com", [], null],
  ["api.base_url", "http://127.0.0.1:8080/", "HTTPS://a.b", "ftp://a.b", "a.b", "https://", "https://a?b", 7],
  ["api.create_path", "/", "/v1/x", "v1/x", "/a b", "/a?b", ""],
  ["api.host", "a"],
  ["submit.rate", "none", "2/s", "5/15s", "1000/h", "1/1.5s", "60", "s", "2/", "/s", "0.5/s", "2/fortnight", 60],
  ["submit.burst", 1, 1000000, 0, 1000001, 1.5, "1", -1],
  ["submit.jobs", 1, 1000, 0, 1001, "4", true],
  ["submit.attempts", 1, 100, 0, 101],
  ["submit.timeout", "500ms", "1.5s", "2min", "2m", "1h", "120", 120, "s", "1 s", "1d", "-1s", "1.2.3s"],
  ["submit.stop_after", 1, "20%", "7", 0, "%", "20 %", "x", 1.5],
  ["submit.retries", 1],
  ["defaults", [], "x"],
  ["defaults.orientation", "landscape", "{{way}}", "sideways", "Portrait", 1, ["portrait"]],
  ["defaults.duration", 25, 20, "15", 15.5],
  ["defaults.colour", "red"],
  ["vars", { 颜色: "红" }, { "two words": 1 }, { prompt: "x" }, { id: "x" }, { " a": "x" }, { "{a}": "x" }, []],
  ["vars.style", 7, true, "", ["x"], { a: 1 }],
  ["shots", [], {}, "x", [{ prompt: "x" }], ["x"], [[]], [null]],
  ["shots.0.id", "a", 7, "雨夜", "a.b-c_d", ".a", "-a", "a b", "a/b", "", ["a"]],
  ["shots.0.prompt", "x", 7, false, "", " ", ["x"], { a: 1 }],
  ["shots.0.model", "some-model", "sora-2-pro", 7],
  ["shots.0.size", "large", "larg", 720],
  ["shots.0.duration", 25, 20, "15"],
  ["shots.0.watermark", true, false, "true", 1],
  ["shots.0.private", true, "no"],
  ["shots.0.images", [], ["https://a.b/c.jpg"], ["{{host}}/c.jpg", "http://a.b"], "https://a.b/c.jpg", ["x"], [["https://a.b"]], [7]],
  ["shots.0.vars", {}, { time: 5 }, { size: "small" }, "x"],
  ["shots.0.pormpt", "x"],
  ["shots.0.takes", 1, 3, 1000, 0, 1001, "x", 1.5, true],
  ["shots.0.extra", {}, { seed: 7 }, { seed: [1, { a: null }] }, [], "x"],
  ["defaults.extra", { seed: 7 }, 7],
  ["shots.0.matrix", { time: ["dawn", "dusk"] }, { orientation: ["portrait", "landscape"] }, "time", ["time"], { time: "dawn" }],
  ["matrix", { time: ["dawn"], exclude: [{ time: "dawn" }], include: [{ time: "noon" }] }, { exclude: {} }, 7],
  ["matrix", { orientation: ["portrait"], size: ["small", "large"] }],
  ["models", {}, { "my-model": { fields: { mood: { type: "text", values: ["a", "b"], default: "a" } } } }, []],
  ["models", { "my-model": { like: "sora-2-pro" } }, { "my-model": { colour: 1 } }, { "my-model": "x" }],
  ["prices", { currency: "CNY", each: [{ model: "sora-2-pro", price: 4.8 }] }, [], "x"],
  ["prices", { currency: "CNY", each: [{ per_second: "0.1", size: "large" }] }, { currency: "CNY", each: {} }],
  ["shots_from", [], 7, [["a.csv"]], "prompts.docx", ["prompts"]],
];

for (const [path, ...values] of changes) {
  for (const value of values) {
    const manifest = structuredClone(base);
    const steps = path.split(".");
    const last = steps.pop();
    steps.reduce((node, step) => node[step], manifest)[last] = value;
    const mistakes = mistakesIn("-", "--format", "yaml", YAML.stringify(manifest))
      .filter((mistake) => VISIBLE.has(mistake.code) || mistake.code === "shots-file");
    const accepted = accepts(manifest);
    tell(accepted === (mistakes.length === 0), `${path}: ${JSON.stringify(value)}`, accepted);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
