import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { inspect } from "node:util";

import { connect, type GitHub } from "../../../preview/github/client.ts";
import { connectionOf } from "../../../preview/github/connection.ts";
import { GitHubError } from "../../../preview/github/errors.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT } from "../../github/repository.ts";
import { TOKEN, type Fate } from "../../github/server.ts";

const COMMENTS = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const issue = { owner: "acme", repo: "shop", issue_number: 7 };
const read = ({ api }: GitHub) => api.request(`GET ${COMMENTS}`, issue);
const write = ({ api }: GitHub) => api.request(`POST ${COMMENTS}`, { ...issue, body: "x" });

describe("a request to GitHub", () => {
  const server = localGitHub();
  const asks = async <T>(request: (github: GitHub) => Promise<T>) => {
    const github = await server.client();
    return server.world.alone(() => request(github));
  };
  /** Each request meets the next fate, then none. */
  const meets = (...fates: readonly Fate[]) => {
    const left = [...fates];
    server.fate = () => left.shift() ?? {};
  };
  const fails = (request: (github: GitHub) => Promise<unknown>): Promise<GitHubError> =>
    asks(request).then(
      () => assert.fail("it succeeded"),
      (error: unknown) => {
        assert(error instanceof GitHubError);
        return error;
      },
    );
  const COMMENTS_PATH = "/api/v3/repos/acme/shop/issues/7/comments";

  for (const fault of ["502", "lost", "cut", "slow"] as const) {
    it(`that reads is sent again after "${fault}"`, async () => {
      meets({ fault });
      assert.equal((await asks(read)).status, 200);
      assert.equal(server.asked.length, 2);
    });

    it(`that writes is not sent again after "${fault}", for it may have been applied`, async () => {
      meets({ fault });
      assert.equal((await fails(write)).passing, true);
      assert.equal(server.asked.length, 1);
    });
  }

  it("waits longer each time", async () => {
    meets({ fault: "502" }, { fault: "502" }, { fault: "502" });
    await asks(read);
    assert.equal(server.world.now, 750 + 1_500 + 3_000);
  });

  it("is given up after six times", async () => {
    meets(...Array.from({ length: 9 }, () => ({ fault: "502" as const })));
    const { message } = await fails(read);
    assert.equal(
      message,
      `GitHub answers 502 to GET ${COMMENTS_PATH}: Server Error. ` +
        "The fault is GitHub's: run it again.",
    );
    assert.equal(server.asked.length, 6);
  });

  const waits = { "429": 7_000, secondary: 11_000, spent: 31_000 };
  for (const [fault, wait] of Object.entries(waits)) {
    it(`waits as long as "${fault}" asks it to`, async () => {
      meets({ fault: fault as keyof typeof waits });
      await asks(read);
      assert.equal(server.world.now, wait);
    });
  }

  it("that is not permitted names the permission", async () => {
    server.denied = /^POST/;
    assert.equal(
      (await fails(write)).message,
      `GitHub answers 403 to POST ${COMMENTS_PATH}: Resource not accessible by integration. The ` +
        "token may not do this: it needs `permissions: { pull-requests: write }` in the workflow's job.",
    );
    assert.equal(server.asked.length, 1);
  });

  it("for what is not there says that the token may not see it", async () => {
    const { message } = await fails(({ api }) =>
      api.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...issue, pull_number: 9 }),
    );
    assert.equal(
      message,
      "GitHub answers 404 to GET /api/v3/repos/acme/shop/pulls/9: Not Found. It does not exist, " +
        "or the token may not see it: it needs `permissions: { pull-requests: read }` in the " +
        "workflow's job.",
    );
  });

  it("with a token that is not accepted says which one to pass", async () => {
    server.accounts.delete(TOKEN);
    const { message } = await fails(read);
    server.accounts.set(TOKEN, BOT);
    assert.match(message, /Bad credentials\. The token is not accepted: pass the job's own/);
  });

  it("shows its token in no error and no log, however it fails", async () => {
    const faults = ["502", "429", "secondary", "spent", "lost", "late", "cut", "slow"] as const;
    const logged: unknown[] = [];
    const { log, warn, error, info, debug } = console;
    const keep = (...words: unknown[]) => void logged.push(words);
    Object.assign(console, { log: keep, warn: keep, error: keep, info: keep, debug: keep });
    const errors: GitHubError[] = [];
    try {
      for (const fault of faults) {
        meets({ fault });
        errors.push(await fails(write));
      }
      server.denied = /./;
      errors.push(await fails(read), await fails(write));
    } finally {
      Object.assign(console, { log, warn, error, info, debug });
    }
    const shown = [...errors, ...logged].map((one) => inspect(one, { depth: 9, showHidden: true }));
    const forms = [TOKEN, Buffer.from(TOKEN).toString("base64"), encodeURIComponent(TOKEN)];
    for (const text of shown) for (const form of forms) assert(!text.includes(form), text);
    assert.equal(errors.length, faults.length + 2);
  });

  it("shows no token that GitHub itself repeats", async () => {
    const echo: typeof fetch = () =>
      Promise.resolve(Response.json({ message: `no ${TOKEN}\n\u001b[31m` }, { status: 400 }));
    const github = await server.client({ fetch: echo });
    const error: unknown = await read(github).catch((reason: unknown) => reason);
    assert(error instanceof GitHubError);
    assert.match(error.message, /^GitHub answers 400 to GET [^ ]+: no \[token\] \[31m\. /);
  });

  it("goes nowhere but to the address that was given", async () => {
    const link = '<https://evil.example/repos/acme/shop?page=2>; rel="next"';
    const sent: unknown[] = [];
    const leading: typeof fetch = (input) => {
      sent.push(input);
      return Promise.resolve(Response.json([], { headers: { link } }));
    };
    const github = await server.client({ fetch: leading });
    await assert.rejects(github.api.paginate(`GET ${COMMENTS}`, issue), {
      message: `GitHub's answer leads away from ${server.apiUrl}: check GITHUB_API_URL.`,
    });
    assert.equal(sent.length, 1);
  });

  it("for a list does not take a conflict for an empty one", async () => {
    const conflict: typeof fetch = () =>
      Promise.resolve(Response.json({ message: "Conflict" }, { status: 409 }));
    const github = await server.client({ fetch: conflict });
    await assert.rejects(
      github.api.paginate(`GET ${COMMENTS}`, issue),
      /GitHub answers 409 to GET/,
    );
  });

  it("tells who we are, once", async () => {
    const github = await server.client();
    const viewer = await server.world.alone(async () => {
      await github.viewer();
      return github.viewer();
    });
    assert.deepEqual(viewer, { id: 41_898_282, login: "github-actions[bot]" });
    assert.deepEqual(server.asked, ["POST /graphql"]);
  });
});

describe("the connection of a workflow's job", () => {
  const variables = { GITHUB_TOKEN: "t", GITHUB_REPOSITORY: "acme/shop" };

  it("is read from the variables of GitHub Actions", () => {
    const apiUrl = "https://github.acme.example/api/v3";
    const read = connectionOf({ ...variables, GITHUB_API_URL: apiUrl });
    assert.deepEqual(read, { token: "t", repository: "acme/shop", apiUrl });
  });

  for (const name of ["GITHUB_TOKEN", "GITHUB_REPOSITORY"]) {
    it(`needs ${name}`, () => {
      const without = { ...variables, [name]: "" };
      assert.throws(() => connectionOf(without), { message: new RegExp(`^${name} is not set: `) });
    });
  }

  const ADDRESS = "write it as https://HOST/api/v3, as GitHub Actions does.";
  const bad: Record<string, object> = {
    'GITHUB_REPOSITORY is "acme": write it as "owner/name".': { repository: "acme" },
    'GITHUB_REPOSITORY is "a/b/c": write it as "owner/name".': { repository: "a/b/c" },
    [`GITHUB_API_URL is "http://api.github.com": ${ADDRESS}`]: { apiUrl: "http://api.github.com" },
    [`GITHUB_API_URL is "github.com": ${ADDRESS}`]: { apiUrl: "github.com" },
  };
  for (const [message, change] of Object.entries(bad)) {
    it(`refuses ${JSON.stringify(change)}`, async () => {
      const connection = { token: "t", repository: "acme/shop", ...change };
      await assert.rejects(connect(connection), { message, exitCode: 2 });
    });
  }

  it("loads the libraries of GitHub's API when it is made, never before", () => {
    const folder = new URL("../../../preview/github/", import.meta.url);
    for (const name of readdirSync(folder)) {
      const text = readFileSync(new URL(name, folder), "utf8");
      const imports = text.match(/^import .*@octokit.*$/gm) ?? [];
      assert.deepEqual(
        imports.filter((line) => !line.startsWith("import type ")),
        [],
      );
    }
  });
});
