import assert from "node:assert/strict";

import { summary } from "../../cli/summary.ts";
import { ROOT } from "../../engine/folders.ts";
import { environmentOf } from "../../environment/environment.ts";
import { PRIVATE, useControlPlane } from "../local/cloud/plane.ts";

describe("the summary", () => {
  const plane = useControlPlane();
  const environment = environmentOf({ folder: ROOT, stack: "dev" });
  const failed = (error: string) =>
    summary([
      {
        environment,
        result: {
          ...{ stack: "dev", ok: false, seconds: 1, resources: 0, changes: {}, outputs: {} },
          ...{ errors: [error], warnings: [], violations: [], advice: [] },
        },
      },
    ]);

  it("tells what to do when the name of a deleted database is not free yet", async () => {
    await plane.withConnection();
    const { id } = await plane.create("instance", { name: "sql", ...PRIVATE });
    await plane.remove("instance", id);
    const again = plane.create("instance", { name: "sql", ...PRIVATE });
    const error = await again.then(() => "none", String);
    const next = environment.generation + 1;
    assert.match(
      failed(error),
      new RegExp(`bulkhead:generation to ${next} in Pulumi\\.dev\\.yaml[^]*cloud reset`),
    );
  });

  it("adds nothing to any other error", () => {
    assert.match(failed("no quota"), /\n {2}no quota$/);
  });
});
