import { GitHubServer } from "./server.ts";

/** A GitHub for the tests of one `describe`, empty before each. */
export function localGitHub(): GitHubServer {
  const server = new GitHubServer();
  before(() => server.start());
  after(() => {
    server.stop();
  });
  beforeEach(() => {
    server.reset();
  });
  return server;
}
