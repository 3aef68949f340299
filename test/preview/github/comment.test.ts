import assert from "node:assert/strict";

import { commentRoom, publishComment } from "../../../preview/github/comment.ts";
import type { CommentRequest } from "../../../preview/github/comment.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT, person, type Account } from "../../github/repository.ts";
import type { Fate } from "../../github/server.ts";

const run = (number: number, attempt = 1) => ({ number, attempt });
const body = (words: string, text: string) => `<!-- bulkhead:preview ${words} -->\n${text}`;
const OLD = body("program=shop run=11.1", "old");
const NEW = body("program=shop run=12.1", "new");

describe("the comment on a pull request", () => {
  const server = localGitHub();
  const comment = (text: string, by: Account | null = BOT) =>
    server.repository.comment(7, by, text);
  const fill = (count: number) => {
    for (let number = 1; number <= count; number++) comment(`talk ${number}`, person("alice"));
  };
  const publish = async (change: Partial<CommentRequest> = {}) => {
    const github = await server.client();
    const request = { pull: 7, program: "shop", run: run(12), body: "new", ...change };
    return server.world.alone(() => publishComment(github, request));
  };
  const bodies = () => server.repository.comments.map(({ body }) => body);
  const writes = () => server.asked.filter((asked) => /^(POST|PATCH|DELETE) .*comment/.test(asked));
  /** The first request of that method to comments meets a fate. */
  const meets = (method: string, fate: Fate) => {
    let met = false;
    server.fate = (request) => {
      if (met || request.method !== method || !request.path.includes("comments")) return {};
      met = true;
      return fate;
    };
  };

  it("is made with the marker of its program and run, and linked", async () => {
    const published = await publish();
    assert.deepEqual(bodies(), [NEW]);
    const url = "https://github.example/acme/shop/pull/7#issuecomment-1001";
    assert.deepEqual(published, { outcome: "created", url, locked: true });
  });

  it("is updated in place by a newer run", async () => {
    const { id } = comment(OLD);
    assert.equal((await publish()).outcome, "updated");
    assert.deepEqual(bodies(), [NEW]);
    assert.equal(server.repository.comments[0]?.id, id);
  });

  it("is updated in place by a newer attempt of the same run", async () => {
    comment(NEW);
    assert.equal((await publish({ run: run(12, 2) })).outcome, "updated");
    assert.deepEqual(bodies(), [body("program=shop run=12.2", "new")]);
  });

  it("is not written when it says the same already", async () => {
    comment(NEW);
    assert.equal((await publish()).outcome, "unchanged");
    assert.deepEqual(writes(), []);
  });

  it("is not written when only a browser's line ends differ", async () => {
    comment(NEW.replaceAll("\n", "\r\n"));
    assert.equal((await publish()).outcome, "unchanged");
  });

  it("is not overwritten by an older run", async () => {
    const newer = body("program=shop run=13.1", "newer");
    comment(newer);
    assert.equal((await publish()).outcome, "superseded");
    assert.deepEqual(bodies(), [newer]);
  });

  it("is not overwritten by an older attempt, though its number has more digits", async () => {
    const newer = body("program=shop run=12.10", "newer");
    comment(newer);
    assert.equal((await publish({ run: run(12, 9) })).outcome, "superseded");
    assert.deepEqual(bodies(), [newer]);
  });

  it("is found on the third page", async () => {
    fill(250);
    comment(OLD);
    assert.equal((await publish()).outcome, "updated");
    assert.equal(server.repository.comments.length, 251);
    assert.equal(bodies().at(-1), NEW);
    // Three pages of a hundred to look, three to verify.
    const pages = server.asked.filter((asked) => /^GET .*comments/.test(asked));
    assert.equal(pages.length, 6);
  });

  it("leaves that of a program whose name begins alike alone", async () => {
    const other = body("program=shop-admin run=99.1", "other");
    comment(other);
    assert.equal((await publish()).outcome, "created");
    assert.deepEqual(bodies(), [other, NEW]);
  });

  const strangers: Record<string, Account | null> = {
    "a person": person("mallory"),
    "another bot": person("renovate[bot]"),
    "an account that is gone": null,
  };
  for (const [who, account] of Object.entries(strangers)) {
    it(`is not diverted or stopped by ${who} who writes our marker`, async () => {
      const forged = body("program=shop run=999999999.1", "all is fine");
      comment(forged, account);
      comment(OLD);
      assert.equal((await publish()).outcome, "updated");
      assert.deepEqual(bodies(), [forged, NEW]);
    });
  }

  it("becomes one again where there are two, the oldest of them", async () => {
    const { id } = comment(OLD);
    comment(OLD);
    comment("talk", person("alice"));
    comment(body("program=shop run=11.2", "old"));
    assert.equal((await publish()).outcome, "updated");
    assert.deepEqual(bodies(), [NEW, "talk"]);
    assert.equal(server.repository.comments[0]?.id, id);
  });

  it("keeps the words of a newer run where there are two", async () => {
    const newer = body("program=shop run=13.1", "newer");
    comment(OLD);
    comment(newer);
    assert.equal((await publish()).outcome, "superseded");
    assert.deepEqual(bodies(), [newer]);
  });

  for (const fault of ["lost", "late"] as const) {
    it(`is made once though the answer is ${fault}`, async () => {
      meets("POST", { fault, reach: 8_000 });
      assert.equal((await publish()).outcome, "created");
      assert.deepEqual(bodies(), [NEW]);
      assert.equal(writes().length, 1);
    });

    it(`is updated once though the answer is ${fault}`, async () => {
      comment(OLD);
      meets("PATCH", { fault, reach: 8_000 });
      assert.equal((await publish()).outcome, "updated");
      assert.deepEqual(bodies(), [NEW]);
      assert.equal(writes().length, 1);
    });
  }

  for (const fault of ["502", "429", "secondary"] as const) {
    it(`is written in the end after "${fault}"`, async () => {
      meets("POST", { fault });
      assert.equal((await publish()).outcome, "created");
      assert.deepEqual(bodies(), [NEW]);
    });
  }

  it("is not made twice when a list of comments breaks off in the middle", async () => {
    fill(150);
    comment(OLD);
    let pages = 0;
    server.fate = ({ method }) => (method === "GET" && ++pages === 2 ? { fault: "cut" } : {});
    assert.equal((await publish()).outcome, "updated");
    assert.equal(server.repository.comments.length, 151);
  });

  it("is made once though GitHub's lists lag behind", async () => {
    server.lag = 2_500;
    assert.equal((await publish()).outcome, "created");
    assert.deepEqual(bodies(), [NEW]);
    assert.equal(writes().length, 1);
  });

  it("is made anew when somebody deletes it in the middle", async () => {
    comment(OLD);
    server.fate = ({ method }) => {
      if (method === "PATCH") server.repository.comments.length = 0;
      return {};
    };
    assert.equal((await publish()).outcome, "created");
    assert.deepEqual(bodies(), [NEW]);
  });

  it("is written without a lock where reactions are not permitted, and says so", async () => {
    server.denied = /reactions/;
    const { outcome, locked } = await publish();
    assert.deepEqual({ outcome, locked }, { outcome: "created", locked: false });
    assert.deepEqual(bodies(), [NEW]);
  });

  it("waits out the lock of a publisher that died, and takes it over", async () => {
    server.repository.react(7, BOT, "eyes");
    await publish();
    assert.equal(server.world.now, 65_000);
    assert.deepEqual(server.repository.reactions, []);
  });

  it("waits for nobody else's reaction, and leaves it", async () => {
    server.repository.react(7, person("alice"), "eyes");
    await publish();
    assert.equal(server.world.now, 0);
    assert.equal(server.repository.reactions.length, 1);
  });

  it("is as long as GitHub takes it, marker and all", async () => {
    await publish({ body: "x".repeat(commentRoom("shop", run(12))) });
    assert.equal(bodies()[0]?.length, 65_536);
  });

  it("is cut at a line where it is longer, and says so at the top", async () => {
    const line = "x".repeat(99);
    await publish({ body: Array.from({ length: 700 }, () => line).join("\n") });
    const [, note, first, ...rest] = bodies()[0]?.split("\n") ?? [];
    assert.match(note ?? "", /^> \*\*This comment was cut/);
    assert.equal(first, line);
    assert.equal(rest.at(-1), line);
    assert.equal(rest.length, 652);
  });

  it("that may not be written says which permission the job needs", async () => {
    server.denied = /comments/;
    await assert.rejects(publish(), /it needs `permissions: \{ pull-requests: read \}`/);
    assert.deepEqual(server.repository.reactions, []);
  });

  describe("and the status of its commit", () => {
    const sha = "a".repeat(40);
    const status = { sha, state: "failure", description: "1 danger" } as const;

    it("are linked", async () => {
      const { url } = await publish({ status });
      const { description, state } = status;
      assert.deepEqual(server.repository.statuses, [
        { sha, state, context: "bulkhead", description, target_url: url },
      ]);
    });

    it("are both left when a newer run has spoken", async () => {
      comment(body("program=shop run=13.1", "newer"));
      await publish({ status });
      assert.deepEqual(server.repository.statuses, []);
    });

    it("describe it in at most 140 characters", async () => {
      await publish({ status: { ...status, description: `${"x".repeat(138)}😀😀` } });
      const [{ description } = { description: "" }] = server.repository.statuses;
      assert.equal(description, `${"x".repeat(138)}…`);
    });

    it("are set when a comment that says the same is there already", async () => {
      comment(NEW);
      await publish({ status });
      assert.equal(server.repository.statuses.length, 1);
    });
  });
});
