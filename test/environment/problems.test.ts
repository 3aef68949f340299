import assert from "node:assert/strict";
import fc from "fast-check";

import { InvalidConfigError, refuse, show } from "../../environment/problems.ts";

/** Made-up values in the forms that credentials have. */
const CANARIES: Readonly<Record<string, string>> = {
  "a payment key": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
  "a mail key": "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",
  "a cloud key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "a token": "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
  "a signed token":
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
  "a UUID": "550e8400-e29b-41d4-a716-446655440000",
  "a password with signs": "p4ss!w0rd#f00&b4r",
  "a one-time seed": "JBSWY3DPEHPK3PXPJBSWY3DP",
  "a digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  "long letters": "CorrectHorseBatteryStapleAgain",
  "a URL with a password": "postgres://shop:hunter@db.acme.example/shop",
  "a private key": "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END KEY-----",
};

/** What must not be left of a secret: any eight characters of it in a row. */
function leaks(text: string, secret: string): string | undefined {
  for (let at = 0; at + 8 <= secret.length; at++) {
    const piece = secret.slice(at, at + 8);
    if (/^[A-Za-z0-9]+$/.test(piece) && text.includes(piece)) return piece;
  }
  return undefined;
}

describe("a value in an error", () => {
  for (const [value, shown] of [
    [undefined, "nothing"],
    [null, "null"],
    [20, "20"],
    [true, "true"],
    ["asia-southeast2", '"asia-southeast2"'],
    ["acme-shop-dev", '"acme-shop-dev"'],
    ["10.20.0.1/20", '"10.20.0.1/20"'],
    ["gs://acme-shop-dev-state", '"gs://acme-shop-dev-state"'],
    ["100000000001", '"100000000001"'],
    [["qa@acme.example"], '["qa@acme.example"]'],
    [{ cidr: "10.20.0.0/20" }, '{"cidr":"10.20.0.0/20"}'],
  ] as const) {
    it(`is shown as it is when it is ${shown}`, () => {
      assert.equal(show(value), shown);
    });
  }

  it("is shown up to 60 characters", () => {
    const text = show("many short words in one long line, as somebody might write by mistake");
    assert.equal(text.length, 60);
    assert.ok(text.endsWith("..."));
  });

  for (const [form, canary] of Object.entries(CANARIES)) {
    it(`does not give away ${form}, alone, in a list, in a map or in a sentence`, () => {
      for (const value of [
        canary,
        [canary],
        { key: canary },
        { [canary]: 1 },
        `set it to ${canary} `,
      ]) {
        assert.equal(leaks(show(value), canary), undefined, show(value));
      }
    });
  }

  it("does not give away random letters and digits", () => {
    const secrets = fc.stringMatching(/^[A-Za-z0-9]{8,30}[0-9][A-Za-z][0-9][A-Za-z0-9]{8,30}$/);
    fc.assert(
      fc.property(secrets, (secret) => {
        assert.equal(leaks(show({ value: secret }), secret), undefined);
      }),
    );
  });

  for (const path of [
    "bulkhead:secretValues.payment-key",
    "bulkhead:secrets.x.shape",
    "bulkhead:dbPassword",
  ]) {
    it(`is not shown at all at ${path}`, () => {
      assert.equal(show("short", path), "[not shown]");
    });
  }
});

describe("the error for bad configuration", () => {
  const problem = { path: "bulkhead:region", value: 5, reason: "is not text", cure: "Write text." };

  it("says where, what is wrong, the value seen and what to do", () => {
    assert.equal(
      new InvalidConfigError("dev", [problem]).message,
      [
        "dev: 1 problem in its configuration",
        "  bulkhead:region: is not text (seen: 5)",
        "    Write text.",
      ].join("\n"),
    );
  });

  it("counts its problems", () => {
    assert.match(new InvalidConfigError("dev", [problem, problem]).message, /^dev: 2 problems in/);
  });

  it("does not give away a secret that was written where a key belongs", () => {
    for (const canary of Object.values(CANARIES)) {
      const { message } = new InvalidConfigError("dev", [
        { ...problem, path: `bulkhead:${canary}` },
      ]);
      assert.equal(leaks(message, canary), undefined, message);
    }
  });

  it("is thrown when there is a problem, and only then", () => {
    assert.throws(() => {
      refuse("dev", [problem]);
    }, InvalidConfigError);
    assert.doesNotThrow(() => {
      refuse("dev", []);
    });
  });
});
