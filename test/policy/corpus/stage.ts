import * as pulumi from "@pulumi/pulumi";

import { CONFIGURED, UNKNOWN, type Act, type Case, type Make, type Props } from "./case.ts";

/** What a program of the corpus does, and as whom. */
export interface Stage {
  readonly project: string;
  readonly cases: readonly Case[];
}

const VERSION = "9.35.0";

/** Any resource by its type, so that no package is loaded for it. */
class Thing extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

/** Does what the cases say, each under the name `case-<position>`, in the program that runs. */
export function stage({ project, cases }: Stage): void {
  const provider = new Provider(
    ...(["gcp", "stage", { project, region: "asia-southeast2" }] as const),
    { version: VERSION },
  );
  const later = new Thing(
    ...(["random:index/randomPassword:RandomPassword", "later", { length: 20 }] as const),
    { version: "4.21.1" },
  );
  const known = (value: unknown): unknown => {
    if (value === UNKNOWN) return later.id;
    if (value === CONFIGURED) return configured();
    if (Array.isArray(value)) return value.map(known);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, known(inner)]));
  };
  const knowing = (props: Props) => known(props) as Record<string, pulumi.Input<string>>;
  for (const [index, { act }] of cases.entries()) {
    const name = `case-${index}`;
    const options = { provider, version: VERSION };
    if (act.does === "make") make(act, name, provider, knowing);
    else if (act.does === "make all") {
      for (const [at, one] of act.all.entries()) make(one, `${name}-${at}`, provider, knowing);
    } else if (act.does === "hand over") {
      const inputs = knowing(act.props);
      const props = { ...inputs, [act.key]: handedOver(act, inputs[act.key]) };
      new Thing(act.type, name, props, options);
    } else if (act.does === "read") {
      const id = act.late ? pulumi.output(Promise.resolve(act.id)) : act.id;
      new Thing(act.type, name, knowing(act.state ?? {}), { ...options, id });
    } else if (act.does === "import") {
      new Thing(act.type, name, act.props, { ...options, import: act.id });
    } else if (act.does === "refer") {
      const to = act.late ? pulumi.output(Promise.resolve(act.to)) : act.to;
      new pulumi.StackReference(name, { name: to });
    } else if (act.does === "plug in") {
      const origin = { version: VERSION, pluginDownloadURL: act.url } as pulumi.ResourceOptions;
      new Provider(act.package, name, knowing(act.props ?? {}), origin);
    } else ask(act, provider);
  }
}

const config = () => new pulumi.Config("bulkhead");

function configured(): pulumi.Output<unknown> {
  const values = config().requireSecretObject<Props>("secretValues");
  return values.apply((all) => all["payment-key"]);
}

/** A value in which the configured secret is a text like any other. */
function inPlain(value: unknown): unknown {
  const text = JSON.stringify(value);
  if (!text.includes(CONFIGURED)) return value;
  const { "payment-key": key } = config().requireObject<Record<string, string>>("secretValues");
  return JSON.parse(text.replaceAll(CONFIGURED, key ?? ""));
}

function make(
  { type, props, name, within, asset, ...given }: Make,
  caseName: string,
  own: pulumi.ProviderResource,
  knowing: (props: Props) => Record<string, pulumi.Input<string>>,
): void {
  const inputs = knowing(props);
  const isProvider = type.startsWith("pulumi:providers:");
  if (isProvider) {
    const [, , pkg = ""] = type.split(":");
    new Provider(pkg, name ?? caseName, inputs, { version: VERSION });
    return;
  }
  const text = asset === undefined ? undefined : props[asset];
  const assets = asset === undefined ? {} : { [asset]: new pulumi.asset.StringAsset(String(text)) };
  const provider =
    given.provider === undefined
      ? own
      : given.provider !== null
        ? new Provider("gcp", `${caseName}-google`, knowing(given.provider), {
            version: VERSION,
          })
        : undefined;
  const parent =
    within === undefined ? undefined : new pulumi.ComponentResource(within, `${caseName}-within`);
  new Thing(...([type, name ?? caseName, { ...inputs, ...assets }] as const), {
    version: VERSION,
    ...(provider && { provider }),
    ...(parent && { parent }),
  });
}

function handedOver(
  { as, props, key }: Extract<Act, { does: "hand over" }>,
  known: unknown,
): unknown {
  return as === "literal" ? inPlain(props[key]) : pulumi.secret(known);
}

function ask(
  { token, args, how }: Extract<Act, { does: "call" }>,
  provider: pulumi.ProviderResource,
) {
  const options = { provider, version: VERSION };
  if (how === undefined) void pulumi.runtime.invoke(token, args, options);
  else {
    const wrap = how === "secret" ? pulumi.secret : pulumi.output;
    const wrapped = Object.entries(args).map(([key, value]) => [key, wrap(value)] as const);
    pulumi.runtime.invokeOutput(token, Object.fromEntries(wrapped), options);
  }
}
