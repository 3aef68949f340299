import assert from "node:assert/strict";

import { publish } from "../../../preview/publish/publish.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT } from "../../github/repository.ts";
import { exampleOf } from "../received/example.ts";
import { alsoTelling, openPull, uploaded } from "./runs.ts";
import { KNOWN, plansOf, RUN, SHA } from "./shop.ts";

describe("publishing a plan that is small in its archive alone", () => {
  const server = localGitHub();

  it("loses one stack to it, and the comment says that it was refused", async () => {
    openPull(server, SHA);
    const document = JSON.stringify(exampleOf("prod"));
    const text = document.replace('"errors":[]', `"errors":[1${",1".repeat(16_000_000)}]`);
    assert.notEqual(text, document);
    const archive = uploaded(text);
    assert.ok(archive.length < 64 * 1024);
    const artifacts = [...plansOf(RUN).slice(0, 2), { name: "plan-prod", archive }];
    const github = await server.client({
      fetch: alsoTelling({ artifacts, runs: [RUN], files: [] }),
    });
    await server.world.alone(() => publish(github, { run: RUN }, KNOWN));
    const [comment] = server.repository.comments.filter(({ user }) => user?.id === BOT.id);
    assert.match(comment?.body ?? "", /\| `prod` \| ❌ failed/);
    assert.match(comment?.body ?? "", /is refused:[^]*16\d+ items/);
    assert.match(comment?.body ?? "", /\| `dev` \| 🛑 1 danger/);
    assert.equal(server.repository.statuses.at(-1)?.state, "error");
  });
});
