import { micromark } from "micromark";
import { gfm, gfmHtml } from "micromark-extension-gfm";

/** A comment as GitHub would render it, before it takes out what it does not allow. */
export function htmlOf(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
}

/** The names of the elements of a page, closing ones with their slash, with their attributes. */
export function tagsOf(html: string): readonly { readonly name: string; readonly rest: string }[] {
  return [...html.matchAll(/<(\/?[a-z][a-z0-9-]*|!--)([^>]*)>?/gi)].map(
    ([, name = "", rest = ""]) => ({ name: name.toLowerCase(), rest: rest.trim() }),
  );
}

/** What a page says outside of code. */
export function proseOf(html: string): string {
  return html.replace(/<code\b[^>]*>[^]*?<\/code>/g, "").replace(/<[^>]*>/g, "");
}

/** Whether each element that is opened is closed, in its order. */
export function isBalanced(html: string): boolean {
  const open: string[] = [];
  for (const { name, rest } of tagsOf(html)) {
    if (rest.endsWith("/") || VOID.has(name)) continue;
    if (!name.startsWith("/")) open.push(name);
    else if (open.pop() !== name.slice(1)) return false;
  }
  return open.length === 0;
}

const VOID = new Set(["br", "hr", "img", "input"]);
