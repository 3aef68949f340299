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
    ["password = 'first\nsecond-part'", "password = '[secret]'"],
    ["password = 'it\\'s mine'; next", "password = '[secret]'; next"],
    ["https://x.y/?password=Ab1,Cd2Secret&x=1", "https://x.y/?password=[secret]&x=1"],
    ["password=a&b;c x", "password=[secret] x"],
    ["postgres://app:pa'ss@db", "postgres://app:[secret]@db"],
    ['["a://u:p","b@c"]', '["a://u:p","b@c"]'],
    ["invalid password: hunter2 for user", "invalid password: [secret] for user"],
    ["invalid password: must be longer", "invalid password: must be longer"],
    ['{"password":["hunter2","b]c"],"a":1}', '{"password":[secret],"a":1}'],
    ['{"password":{"value":"hunter2"}}', '{"password":[secret]}'],
    ['{\\"password\\":{\\"value\\":\\"}x\\"}}', '{\\"password\\":[secret]}'],
    ['{"passwords":["cut off', '{"passwords":[secret]'],
    ['{"name":"DB_PASSWORD","value":"hunter2"}', '{"name":"DB_PASSWORD","value":"[secret]"}'],
    ['{"value":"hunter2","name":"DB_PASSWORD"}', '{"value":"[secret]","name":"DB_PASSWORD"}'],
    ["- name: DB_PASS\n  value: hunter2\n", "- name: DB_PASS\n  value: [secret]\n"],
    ['{"name":"DB_HOST","value":"10.0.0.3"}', '{"name":"DB_HOST","value":"10.0.0.3"}'],
    ["pass=hunter2 PGPASS=hunter2", "pass=[secret] PGPASS=[secret]"],
    ["bypass=true compass=north", "bypass=true compass=north"],
    ['{"db_pass":"hunter2"}', '{"db_pass":"[secret]"}'],
    ["jwt=hunter2 pw=hunter2 auth=hunter2", "jwt=[secret] pw=[secret] auth=[secret]"],
    ["password%3Dhunter2%26a%3D1", "password%3D[secret]%26a%3D1"],
    ["password := hunter2", "password := [secret]"],
    ["password => hunter2", "password => [secret]"],
    ['password -> "hunter2"', 'password -> "[secret]"'],
    ["<db><password>hunter2</password></db>", "<db><password>[secret]</password></db>"],
    ["Authorization: Bearer abcdefg", "Authorization: Bearer [secret]"],
    ["X-Api-Key: hunter2 (from x)", "X-Api-Key: [secret] (from x)"],
    ["Cookie: session=hunter2; a=b", "Cookie: [secret]"],
    ['password "hunter2" is wrong', 'password "[secret]" is wrong'],
    [
      "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQ\n-----END PGP PRIVATE KEY BLOCK----- x",
      "[secret] x",
    ],
    ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "[secret]"],
    ["gs://acme-shop-prod/H*k2!pQ9z&Lm(4Tb[8S/file.json", "gs://acme-shop-prod/[secret]/file.json"],
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
      "password=",
      "password->",
      'password={"',
      "name=password ",
      'value:"a",name:',
      "<password ",
      "cookie: a",
      "a::",
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
