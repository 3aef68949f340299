import type { World } from "./world.ts";

/** Who can write on GitHub. */
export interface Account {
  readonly id: number;
  readonly login: string;
}

/** The account of a workflow's own token. */
export const BOT: Account = { id: 41_898_282, login: "github-actions[bot]" };

/** An account of that login. */
export const person = (login: string): Account => ({
  id: Buffer.from(login.toLowerCase()).reduce((sum, byte) => (sum * 31 + byte) % 1e9, 7),
  login,
});

export interface Comment {
  readonly id: number;
  readonly issue: number;
  readonly user: Account | null;
  readonly created_at: string;
  updated_at: string;
  /** What GraphQL knows: when somebody changed the text. */
  edited_at: string | null;
  body: string;
}

export interface Reaction {
  readonly id: number;
  readonly issue: number;
  readonly user: Account;
  readonly content: string;
  readonly created_at: string;
}

export interface Issue {
  readonly number: number;
  readonly user: Account;
  readonly pull_request?: object;
  labels: string[];
  state: "open" | "closed";
  state_reason: string | null;
  title: string;
  body: string;
  updated_at: string;
}

export interface Pull {
  readonly number: number;
  readonly user: Account;
  readonly state: "open" | "closed";
  /** Who wrote and who committed each of its commits; none where GitHub knows no account. */
  readonly commits?: readonly {
    readonly author: Account | null;
    readonly committer: Account | null;
  }[];
  readonly head: { ref: string; sha: string; repo: { full_name: string } | null; owner: string };
  readonly base: { ref: string; sha: string };
}

export interface Status {
  readonly sha: string;
  readonly state: string;
  readonly context: string;
  readonly description: string;
  readonly target_url?: string;
}

/** What one repository of GitHub holds. */
export class Repository {
  readonly comments: Comment[] = [];
  readonly reactions: Reaction[] = [];
  readonly issues: Issue[] = [];
  readonly pulls: Pull[] = [];
  readonly statuses: Status[] = [];
  /** The tip of each branch, and the files at a commit by "sha:path". */
  readonly branches: Record<string, string> = {};
  readonly files: Record<string, string | undefined> = {};
  /** The state of each membership by "org/team/login", and the teams that the token may see. */
  readonly members: Record<string, "active" | "pending"> = {};
  readonly teams: string[] = [];
  #next = 1000;

  constructor(readonly world: World) {}

  comment(issue: number, user: Account | null, body: string): Comment {
    const time = this.world.time;
    const times = { created_at: time, updated_at: time, edited_at: null };
    const comment = { id: this.#next++, issue, user, body, ...times };
    this.comments.push(comment);
    return comment;
  }

  edit(comment: Comment, body: string): Comment {
    const time = this.world.time;
    return Object.assign(comment, { body, updated_at: time, edited_at: time });
  }

  /** Atomic, as GitHub's is: one reaction of a kind for each account. */
  react(issue: number, user: Account, content: string): { made: boolean; reaction: Reaction } {
    const there = this.reactions.find(
      (one) => one.issue === issue && one.user.id === user.id && one.content === content,
    );
    if (there) return { made: false, reaction: there };
    const reaction = { id: this.#next++, issue, user, content, created_at: this.world.time };
    this.reactions.push(reaction);
    return { made: true, reaction };
  }

  issue(user: Account, title: string, body: string, labels: readonly string[]): Issue {
    const issue: Issue = {
      number: this.#next++,
      user,
      labels: [...labels],
      state: "open",
      state_reason: null,
      title,
      body,
      updated_at: this.world.time,
    };
    this.issues.push(issue);
    return issue;
  }
}
