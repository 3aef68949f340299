import { IMPORTABLE_TYPES } from "../../environment/ids.ts";
import { loseAnswer } from "../e2e/lost-answer.ts";

/** What staging does not make: the bootstrap does, prod does, or a rotation that is asked for. */
const NOT_MADE =
  /^gcp:(kms|iam|pubsub)\/|repositoryIamMember|iAMAuditConfig|serviceaccount\/iAMMember/;

describe("an update whose cloud died before it could answer", () => {
  for (const type of IMPORTABLE_TYPES.filter((each) => !NOT_MADE.test(each))) {
    it(`learns of what was made, and makes no other: ${type}`, () => loseAnswer(type));
  }
});
