import assert from "node:assert/strict";

import fc from "fast-check";

import { maskName, maskText } from "../../../preview/mask/text.ts";
import { foundIn, secretOf } from "../../policy/canaries.ts";
import { cpuOf } from "../cpu.ts";
import { SPELLINGS } from "./planted.ts";

describe("a text that is masked", () => {
  for (const [text, masked] of [
    ["postgres://app:hunter2@10.0.0.3/main", "postgres://app:[secret]@10.0.0.3/main"],
    ["redis://:p@ss/w0rd@cache:6379", "redis://:[secret]@cache:6379"],
    ["https://user@example.com/x", "https://user@example.com/x"],
    ['{"password":"hunter2","user":"app"}', '{"password":"[secret]","user":"app"}'],
    ['{"db_password" : "a b c"}', '{"db_password" : "[secret]"}'],
    ['{\\"token\\":\\"short\\",\\"a\\":1}', '{\\"token\\":\\"[secret]\\",\\"a\\":1}'],
    ['{"apiKey":"cut off in the mid', '{"apiKey":"[secret]"'],
    ['{"password":12345678}', '{"password":[secret]}'],
    ["https://x.y/?a=1&token=abc&b=2", "https://x.y/?a=1&token=[secret]&b=2"],
    ["DB_PASSWORD=hunter2 npm start", "DB_PASSWORD=[secret] npm start"],
    ["password = 'correct horse'; next", "password = '[secret]'; next"],
    ["run --db-password hunter2 -v", "run --db-password [secret] -v"],
    ["a: 1\npassword: hunter2\nb: 2", "a: 1\npassword: [secret]\nb: 2"],
    ["Authorization: Bearer abcdefgh.ijk+l/m=", "Authorization: Bearer [secret]"],
    ["secret: not compared", "secret: not compared"],
    ["the token is not set", "the token is not set"],
    ["-----BEGIN PRIVATE KEY-----\nMIIE\nabc", "[secret]"],
    ["x -----BEGIN RSA PRIVATE KEY-----\na\n-----END RSA PRIVATE KEY----- y", "x [secret] y"],
    ["api@sha256:" + "a1".repeat(32), "api@sha256:" + "a1".repeat(32)],
    ["a1".repeat(32), "[secret]"],
  ] as const) {
    it(`${JSON.stringify(text).slice(0, 60)} is ${JSON.stringify(masked).slice(0, 50)}`, () => {
      assert.equal(maskText(text), masked);
    });
  }

  it("shows no secret of any service, in any spelling", () => {
    for (const [spelling, spell] of Object.entries(SPELLINGS)) {
      for (let number = 0; number < 200; number++) {
        const secret = secretOf(number);
        assert.deepEqual(foundIn(maskText(spell(secret)), [secret]), [], `${spelling} ${secret}`);
      }
    }
  });

  it("is masked the same a second time", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.nat(1_000).map(secretOf),
      fc.constantFrom(
        '"password"',
        ":",
        '"',
        "'",
        "\\",
        " = ",
        "token",
        "://",
        "@",
        "Bearer ",
        "\n",
      ),
      fc.constantFrom("[secret]", "-----BEGIN PRIVATE KEY-----", "--key ", "eyJ", "=", "&", "%41"),
    );
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(text, (each) => maskText(maskText(each)) === maskText(each)),
      { numRuns: 3_000 },
    );
  });

  it("takes a moment, however it is made and however long", () => {
    const pieces = [
      "a",
      "a.",
      "password",
      'password":"',
      "a://",
      "a+",
      "-----BEGIN ",
      "\\",
      "token: ",
    ];
    const others = [
      "bearer ",
      "-",
      "aB3",
      "eyJ",
      "x\n",
      "A".repeat(70) + "\n",
      "\\n",
      "://a:",
      "--",
    ];
    for (const piece of [...pieces, ...others]) {
      const text = piece.repeat(100_000 / piece.length);
      assert.ok(cpuOf(() => maskText(text)) < 2, piece);
    }
  });
});

describe("a name that is masked", () => {
  it("is as it was, or told by its length", () => {
    assert.equal(maskName("managed-by"), "managed-by");
    const secret = secretOf(0);
    assert.equal(maskName(secret), `[${secret.length} characters]`);
    assert.equal(maskName(maskName(secret)), maskName(secret));
  });
});
