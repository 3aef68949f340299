import js from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What the program and its components may not import: they describe an environment, no more. */
const REACHES_OUT = [
  ...["child_process", "cluster", "worker_threads", "vm", "module", "process"],
  ...["fs", "fs/promises", "net", "http", "http2", "https", "dns", "dns/promises", "tls", "dgram"],
];

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
    ignores: ["environment/catalogue.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: REACHES_OUT.flatMap((name) => [name, `node:${name}`]),
          patterns: ["**/engine/**", "**/local/**", "**/cli/**"],
        },
      ],
      "no-restricted-globals": ["error", "fetch", "WebSocket"],
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
