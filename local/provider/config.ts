import type { CheckResult, ProviderSettings } from "./check.ts";
import { isList, isObject, isReserved, mapValues, plain, Secret, UNKNOWN } from "./properties.ts";
import type { Properties, Property } from "./properties.ts";
import type { Failure } from "./validate.ts";

type Type = "text" | "flag" | "list" | "map";

/** Settings of `pulumi:providers:gcp` by type; endpoints (`…CustomEndpoint`) are texts too. */
const SETTINGS: Readonly<Record<Type, readonly string[]>> = {
  text: [
    ...["accessToken", "billingProject", "credentials", "deletionPolicy", "googlePartnerName"],
    ...["impersonateServiceAccount", "pluginDownloadURL", "pollInterval", "project"],
    ...["pulumiAttributionLabelAdditionStrategy", "region", "requestReason", "requestTimeout"],
    ...["universeDomain", "version", "zone"],
  ],
  flag: [
    ...["addPulumiAttributionLabel", "disableGlobalProjectWarning", "disableGooglePartnerName"],
    ...["preferGlobalEndpoints", "preferRegionalEndpoints", "skipRegionValidation"],
    ...["userProjectOverride"],
  ],
  list: ["impersonateServiceAccountDelegates", "scopes"],
  map: ["batching", "defaultLabels", "externalCredentials"],
};

/** Settings that the real provider refuses when they are given but empty. */
const NEVER_EMPTY = ["project", "region", "zone"];

/** Checks a provider's settings; every value comes back as text, as the engine stores them. */
export function checkConfig(news: Properties): CheckResult {
  const failures: Failure[] = [];
  const inputs = mapValues(news, (value, name) => {
    if (value === null) return undefined;
    const problem = problemOf(name, decoded(typeOf(name), plain(value)));
    if (problem !== undefined) failures.push({ property: name, reason: `${name} ${problem}` });
    const secret = value instanceof Secret || name === "accessToken" || name === "credentials";
    const text = encoded(plain(value));
    return secret ? new Secret(text) : text;
  });
  return { inputs, failures };
}

/** What checked settings mean for the provider's resources; unknown ones count as not given. */
export function settingsOf(inputs: Properties): ProviderSettings {
  const text = (name: string) => {
    const value = plain(inputs[name] ?? null);
    return typeof value === "string" ? value : undefined;
  };
  const labels = decoded("map", plain(inputs["defaultLabels"] ?? null));
  const attribution = decoded("flag", plain(inputs["addPulumiAttributionLabel"] ?? null));
  return {
    project: text("project"),
    region: text("region"),
    zone: text("zone"),
    deletionPolicy: text("deletionPolicy"),
    defaultLabels: isObject(labels)
      ? Object.fromEntries(Object.entries(labels).map(([key, label]) => [key, encodedText(label)]))
      : {},
    addPulumiAttributionLabel: attribution !== false,
  };
}

function typeOf(name: string): Type | undefined {
  if (name.endsWith("CustomEndpoint")) return "text";
  return (Object.keys(SETTINGS) as Type[]).find((type) => SETTINGS[type].includes(name));
}

function problemOf(name: string, value: Property | undefined): string | undefined {
  const type = typeOf(name);
  if (isReserved(name) || value === UNKNOWN) return undefined;
  if (type === undefined) return "is no setting of the gcp provider: remove it or correct its name";
  if (value === undefined) return `is no ${type}: give it as JSON, or as a plain value`;
  if (NEVER_EMPTY.includes(name) && value === "") return "is empty: set it, or leave it out";
  const fits = {
    text: !isList(value) && !isObject(value),
    flag: typeof value === "boolean",
    list: isList(value),
    map: isObject(value),
  };
  return fits[type] ? undefined : `must be a ${type}`;
}

/** The value behind the text of a setting; undefined where the text is no JSON. */
function decoded(type: Type | undefined, value: Property): Property | undefined {
  if (typeof value !== "string" || type === "text" || type === undefined) return value;
  try {
    return JSON.parse(value) as Property;
  } catch {
    return undefined;
  }
}

function encoded(value: Property): Property {
  return typeof value === "string" || value === UNKNOWN ? value : JSON.stringify(value);
}

const encodedText = (value: Property) =>
  typeof value === "string" ? value : JSON.stringify(value);
