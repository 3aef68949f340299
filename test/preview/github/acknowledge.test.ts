import assert from "node:assert/strict";

import { acknowledgements, standingOf } from "../../../preview/github/acknowledge.ts";
import { acknowledgementLine } from "../../../preview/github/attempts.ts";
import { localGitHub } from "../../github/local.ts";
import { person, type Account, type Pull } from "../../github/repository.ts";

const URN = "urn:pulumi:prod::shop::gcp:sql/databaseInstance:DatabaseInstance::main";
const danger = { urn: URN, digest: `sha256:${"0f".repeat(32)}` };
const LINE = acknowledgementLine(danger);
const pull = {
  ...{ number: 7, url: "", author: "alice", base: "main" },
  ...{ headSha: "a".repeat(40), headBranch: "tidy", headRepository: "alice/shop" },
};
const TIP = "d".repeat(40);

describe("an acknowledgement", () => {
  const server = localGitHub();
  const says = (by: Account | null, body = LINE) => server.repository.comment(7, by, body);
  const owners = (text: string | undefined, place = ".github/CODEOWNERS") => {
    server.repository.branches["main"] = TIP;
    server.repository.files[`${TIP}:${place}`] = text;
  };
  const attempts = async () => {
    const github = await server.client();
    return server.world.alone(() => acknowledgements(github, pull));
  };
  /** Why the only attempt is refused; undefined when it counts. */
  const refusal = async () => {
    const [one, ...more] = await attempts();
    assert(one && more.length === 0);
    return one.refused;
  };
  beforeEach(() => {
    owners("* @carol\n/Pulumi.prod.yaml @Bob\n");
  });

  it("of a code owner of the stack's file counts, and is linked", async () => {
    says(person("bob"));
    const url = "https://github.example/acme/shop/pull/7#issuecomment-1000";
    const at = "2026-11-21T10:00:00Z";
    assert.deepEqual(await attempts(), [{ ...danger, by: "bob", at, url }]);
  });

  it("is found on the third page", async () => {
    for (let number = 0; number < 250; number++) says(person("alice"), "talk");
    says(person("bob"));
    assert.equal(await refusal(), undefined);
  });

  it("of an owner of other files does not count", async () => {
    says(person("carol"));
    assert.equal(await refusal(), "carol is not among @Bob (.github/CODEOWNERS line 2)");
  });

  it("of the pull request's author does not count, owner or not", async () => {
    owners("* @Alice");
    says(person("ALICE"));
    assert.equal(await refusal(), "its author opened the pull request");
  });

  describe("where others than its author have written the pull request", () => {
    const proposed = (...commits: Required<Pull>["commits"]) => {
      const head = { ref: "tidy", sha: pull.headSha, repo: null, owner: "alice" };
      const base = { ref: "main", sha: TIP };
      const opened = { number: 7, user: person("renovate[bot]"), state: "open" } as const;
      server.repository.pulls.push({ ...opened, head, base, commits });
    };
    const [bob, carol, web] = ["Bob", "carol", "web-flow"].map(person) as [
      Account,
      Account,
      Account,
    ];

    it("counts from one who wrote none of it", async () => {
      proposed({ author: carol, committer: web }, { author: null, committer: null });
      says(person("bob"));
      assert.equal(await refusal(), undefined);
    });

    for (const [what, commit] of [
      ["author", { author: bob, committer: web }],
      ["committer", { author: carol, committer: bob }],
    ] as const) {
      it(`does not count from the ${what} of one of its commits`, async () => {
        const others = Array.from({ length: 120 }, () => ({ author: carol, committer: web }));
        proposed(...others, commit);
        says(person("bob"));
        assert.equal(await refusal(), "its author has a commit in the pull request");
      });
    }

    it("does not count where GitHub does not list who wrote all of it", async () => {
      proposed(...Array.from({ length: 260 }, () => ({ author: carol, committer: web })));
      says(person("bob"));
      assert.match((await refusal()) ?? "", /does not list all commits/);
    });
  });

  it("of an account that is gone does not count", async () => {
    says(null);
    assert.equal(await refusal(), "the account that wrote it is gone");
  });

  it("that was edited does not count, since others may edit it", async () => {
    const comment = says(person("bob"), "talk");
    server.world.now += 2_000;
    server.repository.edit(comment, LINE);
    assert.equal(await refusal(), "it was edited after it was written: write a new one");
  });

  it("that was edited within the second it was written in does not count either", async () => {
    server.repository.edit(says(person("bob"), "talk"), LINE);
    assert.equal(await refusal(), "it was edited after it was written: write a new one");
  });

  for (const [start, end] of [
    ["<!--", "-->"],
    ["<details>", "</details>"],
    ["<PRE>", "</PRE>"],
  ]) {
    it(`that ${start ?? ""} hides or only shows does not count`, async () => {
      says(person("bob"), `${start ?? ""}\n${LINE}\n${end ?? ""}\nLooks good.`);
      assert.equal(await refusal(), "it has HTML, which can hide text: write a new one without");
    });
  }

  it("that is long does not count, and takes no time", async () => {
    says(person("bob"), `${LINE}\n\n${"*a_ ".repeat(16_000)}`);
    const started = performance.now();
    assert.equal(await refusal(), "it has more than 6000 characters: write several");
    assert.ok(performance.now() - started < 2_000);
  });

  it("that a formula or an instruction may hide does not count", async () => {
    says(person("bob"), `$$\n\\phantom{\n${LINE}\n}\n$$`);
    assert.match((await refusal()) ?? "", /it has a \$, which can begin a formula/);
    server.repository.comments.length = 0;
    says(person("bob"), `<?\n${LINE}\n?>`);
    assert.match((await refusal()) ?? "", /it has HTML/);
  });

  it("may name what stands within another", async () => {
    const within = { ...danger, urn: URN.replace("gcp:", "bulkhead:data$gcp:") };
    says(person("bob"), `I looked.\n${acknowledgementLine(within)}`);
    assert.equal(await refusal(), undefined);
  });

  it("is judged by the base branch alone", async () => {
    server.repository.branches["tidy"] = "e".repeat(40);
    server.repository.files[`${"e".repeat(40)}:.github/CODEOWNERS`] = "* @mallory";
    says(person("mallory"));
    assert.match((await refusal()) ?? "", /^mallory is not among @Bob/);
  });

  it("is judged by the first of the three places that there is", async () => {
    owners("* @dave", "docs/CODEOWNERS");
    owners("* @erin", "CODEOWNERS");
    says(person("bob"));
    assert.equal(await refusal(), undefined);
    owners(undefined);
    assert.equal(await refusal(), "bob is not among @erin (CODEOWNERS line 1)");
    owners(undefined, "CODEOWNERS");
    assert.equal(await refusal(), "bob is not among @dave (docs/CODEOWNERS line 1)");
    owners(undefined, "docs/CODEOWNERS");
    assert.equal(await refusal(), "main has no CODEOWNERS file");
  });

  it("counts for nothing where nobody owns the file", async () => {
    owners("* @bob\n/Pulumi.prod.yaml\n");
    says(person("bob"));
    assert.equal(await refusal(), ".github/CODEOWNERS line 2 gives Pulumi.prod.yaml no owner");
  });

  it("counts for nothing where CODEOWNERS is too large to be read", async () => {
    owners(`* @bob\n${"# \n".repeat(400_000)}`);
    says(person("bob"));
    const why = ".github/CODEOWNERS is no file that can be read, or over a megabyte";
    assert.equal(await refusal(), why);
  });

  it("of an owner that CODEOWNERS names by address does not count, for who is that", async () => {
    owners("* bob@acme.example");
    says(person("bob"));
    assert.match((await refusal()) ?? "", /bob@acme\.example is an address, which GitHub shows of/);
  });

  describe("of a team that owns the file", () => {
    beforeEach(() => {
      owners("* @acme/ops");
      server.repository.teams.push("acme/ops");
      says(person("bob"));
    });

    it("counts from a member", async () => {
      server.repository.members["acme/ops/bob"] = "active";
      assert.equal(await refusal(), undefined);
    });

    const listed = "bob is not among @acme/ops (.github/CODEOWNERS line 1)";
    it("does not count from one who is only invited", async () => {
      server.repository.members["acme/ops/bob"] = "pending";
      assert.equal(await refusal(), `${listed}; has not yet joined @acme/ops`);
    });

    it("does not count from others", async () => {
      assert.equal(await refusal(), `${listed}; is no member of @acme/ops`);
    });

    for (const how of ["hidden", "denied"]) {
      it(`does not count where the team is ${how}, and says what would show it`, async () => {
        server.repository.members["acme/ops/bob"] = "active";
        if (how === "hidden") server.repository.teams.length = 0;
        else server.denied = /teams/;
        const why =
          "who is in @acme/ops cannot be seen, so nobody counts as in it: that takes " +
          "`members: read` of a GitHub App's token";
        assert.equal(await refusal(), `${listed}; ${why}`);
      });
    }

    it("does not count from a team of another organisation", async () => {
      owners("* @evil/ops");
      server.repository.teams.push("evil/ops");
      server.repository.members["evil/ops/bob"] = "active";
      assert.match(
        (await refusal()) ?? "",
        /@evil\/ops is a team of another organisation than acme/,
      );
    });
  });

  it("asks for no owners where nobody tried", async () => {
    says(person("bob"), "talk");
    assert.deepEqual(await attempts(), []);
    assert.equal(server.asked.length, 1);
  });

  it("fails where the owners may not be read, so that nothing counts", async () => {
    says(person("bob"));
    server.denied = /contents/;
    await assert.rejects(attempts(), /it needs `permissions: \{ contents: read \}`/);
  });
});

describe("a danger", () => {
  const at = "2026-11-21T10:00:00Z";
  const by = { ...danger, by: "bob", at, url: "https://github.example/1" };
  const refused = { ...by, by: "carol", refused: "carol is not among @bob" };

  it("is acknowledged by an attempt that counts, for it and its plan", () => {
    assert.deepEqual(standingOf(danger, [refused, by]), { acknowledged: true, by });
  });

  it("is not by one for another resource", () => {
    const other = { ...by, urn: `${URN}-2` };
    assert.deepEqual(standingOf(danger, [other]), { acknowledged: false, because: [] });
  });

  it("is acknowledged by its URN as the comment shows it, and not by one that only looks so", () => {
    const hidden = { ...danger, urn: `${URN}-\u202etxet\u00a0\\u{2d}` };
    const copied = { ...by, urn: `${URN}-\\u{202e}txet\\u{a0}\\u{5c}u{2d}` };
    assert.deepEqual(standingOf(hidden, [copied]), { acknowledged: true, by: copied });
    const looksSo = { ...danger, urn: copied.urn };
    assert.deepEqual(standingOf(looksSo, [copied]), { acknowledged: false, because: [] });
  });

  it("is not any more when there is a new plan", () => {
    const because = [`bob at ${at}: it is of another plan, which this one voids`];
    const renewed = { ...danger, digest: "sha256:12345678" };
    assert.deepEqual(standingOf(renewed, [by]), { acknowledged: false, because });
  });

  it("says why an attempt did not count", () => {
    const because = [`carol at ${at}: carol is not among @bob`];
    assert.deepEqual(standingOf(danger, [refused]), { acknowledged: false, because });
  });
});
