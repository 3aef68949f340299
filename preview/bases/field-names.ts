import { factsOf, type Fields } from "../../local/facts/facts.ts";

/**
 * Names of fields in what services issue as credentials, which a program may take apart. Whatever
 * else is a key in a secret may be one itself, a user's name or a token, and is not kept.
 */
const IN_CREDENTIALS = new Set([
  ...["type", "project_id", "private_key_id", "private_key", "client_email", "client_id"],
  ...["auth_uri", "token_uri", "auth_provider_x509_cert_url", "client_x509_cert_url"],
  ...["universe_domain", "client_secret", "refresh_token", "access_token", "id_token"],
  ...["token", "secret", "key", "keys", "value", "values", "data", "url", "uri", "dsn"],
  ...["user", "username", "password", "host", "hostname", "port", "database", "dbname"],
  ...["name", "id", "email", "account", "region", "endpoint", "certificate", "cert", "ca"],
  ...["privateKey", "publicKey", "apiKey", "accessKey", "secretKey", "clientId", "clientSecret"],
]);

/** Whether a key is the name of a field in what services issue. */
export function isCredentialField(key: string): boolean {
  return IN_CREDENTIALS.has(key);
}

/** Whether a key that stands in a secret may be kept: it is a property of the type, or as above. */
export function keepsOf(type: string): (key: string) => boolean {
  const facts = factsOf(type);
  const properties = facts ? new Set(namesIn(facts.fields)) : new Set<string>();
  return (key) => isCredentialField(key) || properties.has(key) || key === "__defaults";
}

function namesIn(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, { fields: inner }]) => [
    name,
    ...(inner ? namesIn(inner) : []),
  ]);
}
