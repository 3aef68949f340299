import { IMPORTABLE_TYPES } from "../../environment/ids.ts";
import { loseAnswer } from "../e2e/lost-answer.ts";

/** Made by the bootstrap, or not in the sample. */
const NOT_MADE = new Set([
  "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
  "gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
]);

describe("an update whose cloud died before it could answer", () => {
  for (const type of IMPORTABLE_TYPES.filter((each) => !NOT_MADE.has(each))) {
    it(`learns of what was made, and makes no other: ${type}`, () => loseAnswer(type));
  }
});
