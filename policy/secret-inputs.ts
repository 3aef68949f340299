/** Inputs that hold nothing but a secret, by type. */
const SECRET: Readonly<Record<string, readonly string[]>> = {
  "gcp:secretmanager/secretVersion:SecretVersion": ["secretData"],
  "gcp:secretmanager/regionalSecretVersion:RegionalSecretVersion": ["secretData"],
  "gcp:sql/user:User": ["password"],
  "gcp:sql/databaseInstance:DatabaseInstance": ["rootPassword"],
  "gcp:alloydb/user:User": ["password"],
  "gcp:compute/sSLCertificate:SSLCertificate": ["privateKey"],
  "gcp:compute/regionSslCertificate:RegionSslCertificate": ["privateKey"],
  "gcp:compute/vPNTunnel:VPNTunnel": ["sharedSecret"],
};

/** Inputs that whoever may look at a workload can read, by type. */
const IN_PLAIN_SIGHT: Readonly<Record<string, readonly string[]>> = {
  "gcp:cloudrunv2/service:Service": ["template", "annotations", "labels"],
  "gcp:cloudrunv2/job:Job": ["template", "annotations", "labels"],
  "gcp:cloudrun/service:Service": ["template", "metadata"],
  "gcp:cloudfunctionsv2/function:Function": ["serviceConfig", "buildConfig"],
  "gcp:cloudfunctions/function:Function": ["environmentVariables", "buildEnvironmentVariables"],
  "gcp:compute/instance:Instance": ["metadata", "metadataStartupScript"],
  "gcp:compute/instanceTemplate:InstanceTemplate": ["metadata", "metadataStartupScript"],
  "gcp:cloudscheduler/job:Job": ["httpTarget", "pubsubTarget"],
};

/** The inputs of a type that take a secret and nothing else. */
export function secretInputs(type: string): readonly string[] {
  return SECRET[type] ?? [];
}

/** The inputs of a type in which no secret may stand. */
export function plainSecretInputs(type: string): readonly string[] {
  return IN_PLAIN_SIGHT[type] ?? [];
}
