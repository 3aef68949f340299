import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** All that the program and its components may import: they describe an environment, no more. */
const DESCRIBES = [
  ...["\\.{1,2}/", "@pulumi/(gcp|random|docker)/", "@pulumi/pulumi$", "node:(crypto|path)$"],
  "(fastest-levenshtein|netmask|yaml|zod)$",
].join("|");

/** What reaches files, processes, the network or the engine without an import. */
const REACHES_OUT = {
  globals: [
    ...["fetch", "WebSocket", "EventSource", "XMLHttpRequest", "navigator"],
    ...["globalThis", "global", "require", "module", "eval", "Function"],
  ],
  ofProcess: ["getBuiltinModule", "binding", "dlopen", "mainModule", "kill", "report"],
  syntax: [
    { selector: "ImportExpression", message: "What is loaded later is seen by no rule." },
    {
      selector:
        "MemberExpression[property.name=/^(automation|dynamic|getMonitor|getCallbacks|getStore)$/]",
      message: "It goes to the engine past the program's own resources.",
    },
  ],
};

export default defineConfig(
  { ignores: ["**/node_modules/", ".bulkhead/", "policy/**/*.cjs"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "max-lines": ["error", { max: 300 }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  {
    files: ["index.ts", "bootstrap/index.ts", "environment/**/*.ts", "components/**/*.ts"],
    // The catalogue reads the stack files; the other two mend the runtime itself.
    ignores: ["catalogue", "debug-log", "stack-traces"].map((name) => `environment/${name}.ts`),
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { regex: `^(?!${DESCRIBES})`, message: "It is not on the list of what may be used." },
            { group: ["**/engine/**", "**/local/**", "**/cli/**"] },
          ],
        },
      ],
      "no-restricted-globals": ["error", ...REACHES_OUT.globals],
      "no-restricted-properties": [
        "error",
        ...REACHES_OUT.ofProcess.map((property) => ({ object: "process", property })),
      ],
      "no-restricted-syntax": ["error", ...REACHES_OUT.syntax],
    },
  },
  {
    files: ["engine/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["**/local/**", "**/cli/**"] }] },
  },
  {
    files: ["local/**"],
    rules: { "no-restricted-imports": ["error", { patterns: ["**/cli/**"] }] },
  },
  {
    files: ["test/**/*.ts"],
    rules: { "@typescript-eslint/no-unused-expressions": "off" },
  },
  {
    files: ["**/*.mjs", "app/*.js"],
    languageOptions: { globals: { process: "readonly", console: "readonly" } },
  },
);
