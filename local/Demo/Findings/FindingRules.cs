namespace Sluice.Local;

/// <summary>The rules of the demo, as somebody would keep them in Parameter Store: at most 4 KB.</summary>
static class FindingRules
{
    /// <summary>Name of the parameter, and where secrets are.</summary>
    public const string Parameter = "/sluice/guardduty/rules", Secrets = "/sluice/guardduty";

    /// <summary>The document.</summary>
    /// <param name="pagerDuty">URL of PagerDuty's API.</param>
    /// <param name="siem">URL of the queue.</param>
    /// <param name="topic">ARN.</param>
    public static string Document(string pagerDuty, string siem, string topic) => $$"""
        {
          "version": 1,
          "accounts": {
            "{{Deployment.Account}}": { "name": "security", "ou": "Security" },
            "{{TwoAccounts.CentralAccount}}": { "name": "shop-prod", "ou": "Workloads/Production" },
            "333344445555": { "name": "data-prod", "ou": "Workloads/Production" },
            "444455556666": { "name": "shop-test", "ou": "Workloads/Test" },
            "555566667777": { "name": "sandbox-ann", "ou": "Sandbox" }
          },
          "destinations": {
            "security-chat": { "type": "slack", "urlFrom": "{{Secrets}}/slack-security" },
            "management": { "type": "teams", "urlFrom": "{{Secrets}}/teams-management" },
            "on-call": { "type": "pagerduty", "routingKeyFrom": "{{Secrets}}/pagerduty-key", "url": "{{pagerDuty}}" },
            "mail": { "type": "email", "topic": "{{topic}}" },
            "siem": { "type": "sqs", "queue": "{{siem}}" }
          },
          "suppressions": [
            {
              "name": "our-scanner", "when": { "types": "Recon:EC2/*", "role": "target", "remoteNetworks": ["203.0.113.0/28"] },
              "until": "2099-07-01", "reason": "The vulnerability scanner, SEC-412."
            }
          ],
          "routes": [
            { "name": "samples", "when": { "sample": true }, "to": ["siem"], "stop": true },
            { "name": "uploads", "when": { "resourceTypes": "S3Object", "severity": { "from": "high" } }, "to": ["mail", "siem"], "stop": true },
            { "name": "test", "when": { "ou": "Workloads/Test", "severity": { "below": "critical" } }, "to": ["siem"], "stop": true },
            { "name": "critical", "when": { "severity": "critical" }, "to": ["on-call", "security-chat", "management", "mail", "siem"], "stop": true },
            { "name": "production", "when": { "ou": "Workloads/Production*", "severity": { "from": "high" } }, "to": ["on-call"] },
            { "name": "high", "when": { "severity": { "from": "high" } }, "to": ["security-chat", "siem"] },
            { "name": "medium", "when": { "severity": { "from": "medium", "below": "high" } }, "to": ["security-chat", "siem"] }
          ],
          "default": ["siem"]
        }
        """;
}
