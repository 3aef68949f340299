import { parse, postprocess, preprocess } from "micromark";
import { gfm } from "micromark-extension-gfm";

/** What a paragraph consists of, where it goes over several lines. */
const OF_A_PARAGRAPH = new Set(["content", "paragraph", "lineEnding"]);

/** What can hide its lines or show them; who goes by lines refuses all of it. */
const HTML = new Set(["htmlFlow", "htmlText"]);

/**
 * The wanted lines of a comment that whoever reads it sees as lines of their own: of paragraphs that stand in
 * nothing else, neither quoted nor listed nor code, outside of what goes over several lines, such as an
 * image's description. Those of HTML are among them.
 */
export function seenLines(markdown: string, wanted: RegExp): readonly string[] {
  const tokens = postprocess(
    parse({ extensions: [gfm()] })
      .document()
      .write(preprocess()(markdown, undefined, true)),
  ).flatMap(([kind, { type, start, end }]) =>
    kind === "enter" ? [{ type, from: start.line, to: end.line }] : [],
  );
  const wide = tokens.filter(({ type, from, to }) => from < to && !OF_A_PARAGRAPH.has(type));
  const blocks = tokens.filter(({ type }) => type === "paragraph" || HTML.has(type));
  return markdown.split(/\r\n|\n|\r/).filter((line, at) => {
    if (!wanted.test(line)) return false;
    const covers = ({ from, to }: { from: number; to: number }) => from <= at + 1 && at + 1 <= to;
    const around = wide.filter(covers);
    return blocks.some(covers) && around.every(({ type }) => HTML.has(type));
  });
}
