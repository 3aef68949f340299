import log from "@pulumi/pulumi/log/index.js";

/**
 * Imported for its effect: the runtime's debug messages stay here.
 *
 * It sends several to the engine for each resource, with the values of its secrets in plain text, and
 * the engine writes them into every event log, whether or not anybody asked for debug messages.
 * `BULKHEAD_DEBUG_LOG` lets them through, for who looks for a fault of the runtime.
 */
const messages = log as { debug: typeof log.debug };

if (process.env["BULKHEAD_DEBUG_LOG"] === undefined) messages.debug = () => Promise.resolve();
