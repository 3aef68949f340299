import assert from "node:assert/strict";

import { publish } from "../../../preview/publish/publish.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT, person, type Comment } from "../../github/repository.ts";
import type { Fate } from "../../github/server.ts";
import { seeded } from "../../github/world.ts";
import { alsoTelling, openPull } from "./runs.ts";
import { acknowledgementLines, KNOWN, plansOf, RUN, SHA } from "./shop.ts";

const FAULTS: readonly Fate["fault"][] = ["502", "lost", "cut", "429"];
const TIP = "e".repeat(40);

describe("several publishers of one run", () => {
  const server = localGitHub();

  /** A code owner says so, takes it back, says so again; each starts a publisher, as does the run. */
  async function published(seed: number): Promise<void> {
    server.reset();
    openPull(server, SHA);
    const { repository, world } = server;
    repository.branches["main"] = TIP;
    repository.files[`${TIP}:.github/CODEOWNERS`] = "* @carol\n";
    const random = seeded(seed);
    server.fate = () => {
      const fault = random() < 0.03 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
      return { reach: random() * 1_500, back: random() * 1_500, ...(fault && { fault }) };
    };
    const telling = alsoTelling({ artifacts: plansOf(RUN), runs: [RUN], files: [] });
    const publisher = async (cause: Parameters<typeof publish>[1]) => {
      const clock = random() * 1e6;
      const github = await server.client({ clock, random, fetch: telling });
      await publish(github, cause, KNOWN);
    };
    let word: Comment | undefined;
    const turn = () => {
      if (word) repository.comments.splice(repository.comments.indexOf(word), 1);
      const said = acknowledgementLines().join("\n");
      word = word ? undefined : repository.comment(7, person("carol"), said);
    };
    const turns = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
      from: random() * 40_000,
      life: async () => {
        turn();
        await world.sleep(random() * 3_000);
        await publisher({ pull: 7 });
      },
    }));
    const first = { from: random() * 10_000, life: () => publisher({ run: RUN }) };
    const results = await world.live([first, ...turns]);
    for (const result of results) if (result.status === "rejected") throw result.reason;
    const ours = repository.comments.filter(({ user }) => user?.id === BOT.id);
    const isMeant = word !== undefined;
    assert.deepEqual(
      {
        state: repository.statuses.at(-1)?.state,
        titles: ours.map(({ body }) => body.includes("acknowledged by `carol`")),
      },
      { state: isMeant ? "success" : "failure", titles: [isMeant] },
      `seed ${seed}`,
    );
  }

  it("leave what was last acknowledged, in comment and status, under 60 schedules", async () => {
    for (let seed = 1; seed <= 60; seed++) await published(seed);
  });
});
