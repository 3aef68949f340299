import assert from "node:assert/strict";

import { syncIssue, type DriftReport } from "../../../preview/github/issue.ts";
import { lightFetch } from "../../github/light-fetch.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT, person } from "../../github/repository.ts";
import { seeded } from "../../github/world.ts";

const LABEL = "bulkhead-drift";
const run = (number: number) => ({ number, attempt: 1 });
const body = (number: number, text: string, stack = "prod") =>
  `<!-- bulkhead:drift program=shop stack=${stack} run=${number}.1 -->\n${text}`;
const DRIFTED: DriftReport = {
  program: "shop",
  stack: "prod",
  run: run(12),
  drifted: true,
  title: "prod has drifted",
  body: "1 change",
};
const GONE: DriftReport = {
  program: "shop",
  stack: "prod",
  run: run(12),
  drifted: false,
  body: "Gone.",
};

describe("the issue about a stack's drift", () => {
  const server = localGitHub();
  const sync = async (report: DriftReport) => {
    const github = await server.client();
    return server.world.alone(() => syncIssue(github, report));
  };
  const issue = (text: string, by = BOT, labels = [LABEL]) =>
    server.repository.issue(by, "prod has drifted", text, labels);
  const issues = () => server.repository.issues.map(({ state, body }) => [state, body]);
  const writes = () => server.asked.filter((asked) => /^(POST|PATCH) .*issues/.test(asked));
  const url = "https://github.example/acme/shop/issues/1000";

  it("is opened with marker, title and label", async () => {
    assert.deepEqual(await sync(DRIFTED), { outcome: "opened", url });
    const [one, ...more] = server.repository.issues;
    assert.equal(more.length, 0);
    assert.deepEqual([one?.title, one?.labels], ["prod has drifted", [LABEL]]);
    assert.deepEqual(issues(), [["open", body(12, "1 change")]]);
  });

  it("is updated in place by a newer run", async () => {
    issue(body(11, "2 changes"));
    assert.deepEqual(await sync(DRIFTED), { outcome: "updated", url });
    assert.deepEqual(issues(), [["open", body(12, "1 change")]]);
  });

  it("is not written when it says the same already", async () => {
    issue(body(12, "1 change"));
    assert.deepEqual(await sync(DRIFTED), { outcome: "unchanged", url });
    assert.deepEqual(writes(), []);
  });

  it("is left to what a newer run has said", async () => {
    issue(body(13, "3 changes"));
    assert.deepEqual(await sync(GONE), { outcome: "superseded", url });
    assert.deepEqual(issues(), [["open", body(13, "3 changes")]]);
  });

  it("is closed with a last word when the drift is gone, by one request", async () => {
    issue(body(11, "1 change"));
    assert.deepEqual(await sync(GONE), { outcome: "closed", url });
    assert.deepEqual(issues(), [["closed", body(12, "Gone.")]]);
    assert.equal(writes().length, 1);
  });

  it("is not opened where nothing has drifted", async () => {
    assert.deepEqual(await sync(GONE), { outcome: "none" });
    assert.deepEqual(issues(), []);
  });

  it("keeps its last word while nothing drifts", async () => {
    issue(body(11, "Gone.")).state = "closed";
    assert.deepEqual(await sync(GONE), { outcome: "none", url });
    assert.deepEqual(writes(), []);
  });

  it("is opened again when the drift is back, never a second one", async () => {
    issue(body(11, "Gone.")).state = "closed";
    assert.deepEqual(await sync(DRIFTED), { outcome: "reopened", url });
    assert.deepEqual(issues(), [["open", body(12, "1 change")]]);
  });

  it("of another stack or program is left alone", async () => {
    const others = [body(11, "x", "prod-eu"), body(11, "x").replace("=shop ", "=shop-admin ")];
    others.forEach((text) => issue(text));
    assert.equal((await sync(DRIFTED)).outcome, "opened");
    const all = [...others, body(12, "1 change")].map((text) => ["open", text]);
    assert.deepEqual(issues(), all);
  });

  it("is not a stranger's with our marker", async () => {
    const forged = body(999, "all is fine");
    issue(forged, person("mallory"));
    assert.equal((await sync(DRIFTED)).outcome, "opened");
    assert.deepEqual(issues()[0], ["open", forged]);
  });

  it("is not a pull request", async () => {
    const one = issue(body(11, "1 change"));
    Object.assign(one, { pull_request: {} });
    assert.equal((await sync(DRIFTED)).outcome, "opened");
  });

  it("is found on the third page", async () => {
    for (let number = 0; number < 250; number++) issue("x", person("alice"));
    issue(body(11, "1 change"));
    assert.equal((await sync(DRIFTED)).outcome, "updated");
    assert.equal(server.repository.issues.length, 251);
  });

  it("becomes one again where there are two, the older of them", async () => {
    issue(body(11, "1 change"));
    issue(body(10, "1 change"));
    assert.deepEqual(await sync(DRIFTED), { outcome: "updated", url });
    const [first, second] = issues();
    assert.deepEqual(first, ["open", body(12, "1 change")]);
    assert.deepEqual(second, ["closed", body(10, "\nSee #1000.")]);
  });

  for (const fault of ["lost", "late", "502"] as const) {
    it(`is opened once though the answer is "${fault}"`, async () => {
      let met = false;
      server.fate = ({ method, path }) => {
        if (met || method !== "POST" || path === "/graphql") return {};
        met = true;
        return { fault, reach: 8_000 };
      };
      assert.equal((await sync(DRIFTED)).outcome, "opened");
      assert.deepEqual(issues(), [["open", body(12, "1 change")]]);
    });
  }

  it("is one open issue in the end when three runs find drift at once", async () => {
    for (let seed = 1; seed <= 20; seed++) {
      server.reset();
      const random = seeded(seed);
      server.fate = () => ({ reach: random() * 2_000, back: random() * 500 });
      const lives = [11, 12, 13].map((number) => {
        const life = async () => {
          const github = await server.client({ fetch: lightFetch, random });
          await syncIssue(github, { ...DRIFTED, run: run(number) });
        };
        return { from: random() * 500, life };
      });
      for (const result of await server.world.live(lives)) assert.equal(result.status, "fulfilled");
      const open = server.repository.issues.filter(({ state }) => state === "open");
      assert.equal(open.length, 1, `seed ${seed}`);
    }
  });

  it("is cut at a line where it is longer than GitHub takes it", async () => {
    await sync({ ...DRIFTED, body: "x\n".repeat(40_000) });
    const [one] = server.repository.issues;
    assert(one && one.body.length <= 65_536);
    assert.match(one.body.split("\n")[1] ?? "", /^> \*\*This was cut/);
  });
});
