import assert from "node:assert/strict";

import { publishComment } from "../../../preview/github/comment.ts";
import { lightFetch } from "../../github/light-fetch.ts";
import { localGitHub } from "../../github/local.ts";
import { BOT } from "../../github/repository.ts";
import type { Request } from "../../github/routes.ts";
import type { Fate } from "../../github/server.ts";
import { seeded } from "../../github/world.ts";

const FAULTS = ["502", "429", "secondary", "lost", "late", "cut", "slow"] as const;
const RUNS = [11, 12, 13, 14, 15];
const OLD = "<!-- bulkhead:preview program=shop run=10.1 -->\nplan of run 10";
const NEWEST = "<!-- bulkhead:preview program=shop run=15.1 -->\nplan of run 15";

/** The token of the publisher that begins first; it is ours like the others'. */
const FIRST = "ghs_first";

/** What befalls requests. GitHub gives a request ten seconds, the client an answer fifteen. */
type Weather = (random: () => number, request: Request) => Fate;

const WEATHER: readonly Weather[] = [
  // Everything fails now and then.
  (random) => {
    const fault = random() < 0.1 ? FAULTS[Math.floor(random() * FAULTS.length)] : undefined;
    return { reach: random() * 700, back: random() * 300, ...(fault && { fault }) };
  },
  // Writes take their time, and half of them take effect when nobody waits for them any more.
  (random, { path, method }) => {
    if (method === "GET" || !path.includes("comments")) return { reach: random() * 300 };
    return { reach: random() * 9_500, ...(random() < 0.5 && { fault: "late" }) };
  },
  // The first one reads so slowly that its lease ends in the middle.
  (random, { method, path, token }) => {
    if (token !== FIRST || !path.includes("comments")) return { reach: random() * 500 };
    if (method === "GET") return random() < 0.6 ? { fault: "slow" } : { back: 14_000 };
    return { reach: random() * 9_500 };
  },
];

describe("five publishers at once", () => {
  const server = localGitHub();

  /** They begin within two seconds; one of the older runs' may be killed in the middle. */
  async function publishAtOnce(seed: number, locked: boolean): Promise<readonly string[]> {
    server.reset();
    server.accounts.set(FIRST, BOT);
    const random = seeded(seed);
    const weather = WEATHER[seed % WEATHER.length];
    server.fate = (request) => weather?.(random, request) ?? {};
    server.lag = random() < 0.3 ? 1_500 : 0;
    if (!locked) server.denied = /reactions/;
    if (random() < 0.5) server.repository.comment(7, BOT, OLD);
    const first = Math.floor(random() * 4);
    const mortal = random() < 0.2 ? Math.floor(random() * 4) : -1;

    const lives = RUNS.map((number, place) => {
      const { send, death } = place === mortal ? dying(1 + random() * 8) : immortal;
      const clock = random() * 1e6;
      const life = async () => {
        const options = { clock, random, fetch: send, ...(place === first && { token: FIRST }) };
        const github = await server.client(options);
        const run = { number, attempt: 1 };
        const request = { pull: 7, program: "shop", run, body: `plan of run ${number}` };
        await Promise.race([publishComment(github, request), death]);
      };
      return { from: place === first ? 0 : random() * 2_000, life };
    });
    const results = await server.world.live(lives);
    for (const result of results) if (result.status === "rejected") throw result.reason;
    return server.repository.comments.map(({ body }) => body);
  }

  it("leave one comment with the newest run's content, under 200 random schedules", async () => {
    for (let seed = 1; seed <= 200; seed++) {
      assert.deepEqual(await publishAtOnce(seed, true), [NEWEST], `seed ${seed}`);
    }
  });

  it("write nothing by what they read when the lease has ended", async () => {
    server.accounts.set(FIRST, BOT);
    server.repository.comment(7, BOT, OLD);
    const slow: Fate[] = [
      { fault: "slow" },
      { fault: "slow" },
      { fault: "slow" },
      { back: 14_000 },
    ];
    server.fate = ({ method, path, token }) => {
      if (token !== FIRST || !path.includes("comments")) return {};
      return method === "GET" ? (slow.shift() ?? {}) : { reach: 9_000 };
    };
    // The first one reads from 0 to 64 s; the other takes its lock over after 65 s, and is quick.
    const publisher = (number: number, from: number, token?: string) => ({
      from,
      life: async () => {
        const github = await server.client(token === undefined ? {} : { token });
        const run = { number, attempt: 1 };
        await publishComment(github, {
          pull: 7,
          program: "shop",
          run,
          body: `plan of run ${number}`,
        });
      },
    });
    await server.world.live([publisher(11, 0, FIRST), publisher(15, 60_000)]);
    assert.deepEqual(
      server.repository.comments.map(({ body }) => body),
      [NEWEST],
    );
  });

  it("would leave an older run's under some, without the lock", async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const [body, ...more] = await publishAtOnce(seed, false);
      if (body !== NEWEST || more.length > 0) return;
    }
    assert.fail("no schedule needs the lock, so they show nothing");
  });
});

/** A publisher's network, and when it dies. */
interface Network {
  readonly send: typeof fetch;
  readonly death: Promise<void>;
}

const immortal: Network = { send: lightFetch, death: new Promise(() => undefined) };

/** It is killed after so many requests: nothing comes of the next one. */
function dying(requests: number): Network {
  let left = requests;
  let die: () => void = () => undefined;
  const death = new Promise<void>((resolve) => (die = resolve));
  const send: typeof fetch = (input, init) => {
    if (left-- >= 1) return lightFetch(input, init);
    die();
    return new Promise(() => undefined);
  };
  return { send, death };
}
