import assert from "node:assert/strict";
import fc from "fast-check";

import {
  baseAddress,
  blockAt,
  capacity,
  contains,
  overlap,
  parseCidr,
  parsePublicCidr,
  planAddresses,
  prefixLength,
  type Cidr,
} from "../../environment/cidr.ts";

const HIGHEST = 2 ** 32;

/** First and last address of a range, counted without the code under test. */
function bounds(cidr: Cidr): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, length = 0] = cidr.split(/[./]/).map(Number);
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  return [first, first + HIGHEST / 2 ** length - 1];
}

function write(address: number, length: number): Cidr {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256);
  return `${octets.join(".")}/${length}` as Cidr;
}

/** Ranges below 10.0.0.0/8 without host bits, with a prefix length between the two. */
const ranges = (from: number, to: number) =>
  fc.tuple(fc.integer({ min: from, max: to }), fc.nat({ max: 2 ** 24 - 1 })).map(([length, at]) => {
    const size = 2 ** (32 - length);
    return write(10 * 2 ** 24 + Math.floor(at / size) * size, length);
  });

describe("a range", () => {
  it("is read when it is private and has no host bits", () => {
    fc.assert(
      fc.property(ranges(8, 32), (cidr) => {
        assert.deepEqual(parseCidr(cidr), { cidr });
      }),
    );
  });

  it("with host bits is refused, and the range that it lies in suggested", () => {
    fc.assert(
      fc.property(ranges(8, 30), fc.nat(), (cidr, n) => {
        const [first, last] = bounds(cidr);
        const address = first + 1 + (n % (last - first));
        const parsed = parseCidr(write(address, prefixLength(cidr)));
        assert.deepEqual(parsed, { reason: "has host bits set", suggestion: cidr });
      }),
    );
  });

  for (const text of [
    "8.8.8.0/24",
    "0.0.0.0/0",
    "172.32.0.0/16",
    "192.169.0.0/16",
    "100.64.0.0/10",
  ]) {
    it(`such as ${text} is refused: it is not private`, () => {
      assert.deepEqual(parseCidr(text), { reason: "is not a private range (RFC 1918)" });
    });
  }

  it("that reaches out of a private range is refused", () => {
    assert.deepEqual(parseCidr("10.0.0.0/7"), { reason: "is not a private range (RFC 1918)" });
  });

  for (const text of [
    ...["", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "10.0.0.256/32", "10.0.0.0/8 "],
    ...["010.0.0.0/8", "10.0.0.0/08", "0x0a.0.0.0/8", "fd00::/8", "10.0.0.0-10.0.0.255"],
  ]) {
    it(`is not written "${text}"`, () => {
      assert.deepEqual(parseCidr(text), { reason: "is not an IPv4 range in CIDR notation" });
    });
  }

  it("says its prefix length and its first address", () => {
    assert.equal(prefixLength("10.20.0.0/20"), 20);
    assert.equal(baseAddress("10.20.0.0/20"), "10.20.0.0");
  });
});

describe("a public range", () => {
  for (const text of ["203.0.113.10/32", "34.0.0.0/16", "172.32.0.0/16"] as const) {
    it(`may be ${text}`, () => {
      assert.deepEqual(parsePublicCidr(text), { cidr: text });
    });
  }

  for (const [text, inside] of [
    ["10.30.0.0/20", "10.0.0.0/8"],
    ["192.0.0.0/8", "192.168.0.0/16"],
    ["169.254.169.254/32", "169.254.0.0/16"],
    ["127.0.0.1/32", "127.0.0.0/8"],
    ["0.0.0.0/0", "10.0.0.0/8"],
    ["255.255.255.255/32", "224.0.0.0/3"],
  ] as const) {
    it(`may not be ${text}`, () => {
      const reason = `is not public: it overlaps ${inside}`;
      assert.deepEqual(parsePublicCidr(text), { reason });
    });
  }

  it("may not have host bits, which Google would clear", () => {
    assert.deepEqual(parsePublicCidr("203.0.113.10/28"), {
      reason: "has host bits set",
      suggestion: "203.0.113.0/28",
    });
  });
});

describe("two ranges", () => {
  it("overlap when they share an address, whichever is asked", () => {
    fc.assert(
      fc.property(ranges(8, 14), ranges(8, 14), (a, b) => {
        const [[a1, a2], [b1, b2]] = [bounds(a), bounds(b)];
        assert.equal(overlap(a, b), a1 <= b2 && b1 <= a2);
        assert.equal(overlap(b, a), overlap(a, b));
      }),
    );
  });

  it("contain each other only when they are equal", () => {
    fc.assert(
      fc.property(ranges(8, 12), ranges(8, 12), (a, b) => {
        const [[a1, a2], [b1, b2]] = [bounds(a), bounds(b)];
        assert.equal(contains(a, b), a1 <= b1 && b2 <= a2);
      }),
    );
  });
});

describe("a pool", () => {
  it("is cut into blocks that follow each other without a gap or an overlap", () => {
    fc.assert(
      fc.property(ranges(8, 19), fc.nat(), (pool, n) => {
        const count = capacity(pool, 20);
        const at = n % (count - 1);
        const [, last] = bounds(blockAt(pool, 20, at));
        const [next] = bounds(blockAt(pool, 20, at + 1));
        assert.equal(next, last + 1);
      }),
    );
  });

  it("holds its first and its last block, and is full then", () => {
    fc.assert(
      fc.property(ranges(8, 20), (pool) => {
        const [first, last] = bounds(pool);
        assert.equal(bounds(blockAt(pool, 20, 0))[0], first);
        assert.equal(bounds(blockAt(pool, 20, capacity(pool, 20) - 1))[1], last);
      }),
    );
  });
});

describe("the address plan", () => {
  it("gives workloads the first quarter and services the second half", () => {
    assert.deepEqual(planAddresses("10.20.0.0/20"), {
      all: "10.20.0.0/20",
      workloads: "10.20.0.0/22",
      services: "10.20.8.0/21",
    });
  });

  it("has parts that lie inside the range and apart from each other", () => {
    fc.assert(
      fc.property(ranges(16, 22), (cidr) => {
        const { all, workloads, services } = planAddresses(cidr);
        assert.equal(all, cidr);
        assert.ok(contains(cidr, workloads) && contains(cidr, services));
        assert.ok(!overlap(workloads, services));
      }),
    );
  });
});
