import {
  awsAssumeRole,
  certificate,
  defineSystem,
  generated,
  incoming,
  key,
  outgoing,
  secret,
  sigV4,
  text,
} from "credenza/define";

const region = text({
  label: "Region",
  placeholder: "eu-west-1",
  pattern: "^[a-z]{2}(-[a-z]+)+-\\d$",
  patternMessage: "A region looks like eu-west-1.",
  defaultValue: "us-east-1",
});
const services = {
  "sts.{region}.amazonaws.com": "sts",
  "metering.marketplace.{region}.amazonaws.com": "aws-marketplace",
  "entitlement.marketplace.{region}.amazonaws.com": "aws-marketplace",
  "s3.{region}.amazonaws.com": "s3",
  "events.{region}.amazonaws.com": "events",
  "sns.{region}.amazonaws.com": "sns",
};
const trustPolicy = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::{awsAccount}:root" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "sts:ExternalId": "{externalId}" } },
      },
    ],
  },
  null,
  2,
);
const answers = [
  { status: 403, body: "<Code>InvalidClientTokenId</Code>", verdict: "wrong_key" as const },
  { status: 403, body: "<Code>SignatureDoesNotMatch</Code>", verdict: "wrong_key" as const },
  { status: 403, body: "<Code>ExpiredToken</Code>", verdict: "wrong_key" as const },
  { status: 403, body: "<Code>AccessDenied</Code>", verdict: "no_permission" as const },
];
const test = {
  path: "/?Action=GetCallerIdentity&Version=2011-06-15",
  success: { includes: "<GetCallerIdentityResult>" },
  outcomes: [
    { status: 403, body: { includes: "<Code>InvalidClientTokenId</Code>" }, verdict: "wrong_key" },
    { status: 403, body: { includes: "<Code>SignatureDoesNotMatch</Code>" }, verdict: "wrong_key" },
    { status: 403, body: { includes: "<Code>ExpiredToken</Code>" }, verdict: "wrong_key" },
    { status: 404, verdict: "unexpected", summary: "AWS answered in a way that says nothing about the keys." },
  ],
} as const;

export default defineSystem({
  id: "aws",
  name: "AWS",
  category: "Marketplaces and cloud",
  color: "#c2410c",
  order: 20,
  summary: "Marketplace metering, S3, EventBridge and SNS of an AWS account.",
  website: "https://aws.amazon.com",
  keywords: ["Amazon", "S3", "EventBridge", "SNS", "Marketplace", "STS"],
  limits:
    "Each service has limits of its own, Marketplace metering 10 calls a second; Throttling errors come with status 400 or 503.",
  notes: [
    "A stream to S3 is sent with an unsigned payload; everything else is signed whole, up to 10 MiB.",
    "SNS serves its certificate without its issuer's: the TLS connection to the SNS host vouches for it, and its issuer is not checked.",
  ],
  basis: {
    comparedWith: ["@aws-sdk/client-sts", "@aws-sdk/client-s3", "the published SigV4 examples"],
    readIn: [
      "Ten calls of BatchMeterUsage a second (docs.aws.amazon.com/marketplace/latest/developerguide/metering-service-quotas.html)",
    ],
    unconfirmed: [
      "Error codes beside those of the documentation, and the limits of each service, are not confirmed.",
      "The names of SNS certificates are those of AWS's Java client and were not compared with each region's certificate.",
      "The clock of an SNS message is not checked; its id is taken once.",
    ],
  },
  destinations: {
    AWS: outgoing("AWS", "https://sts.{region}.amazonaws.com", {
      hosts: Object.keys(services).slice(1),
      description:
        "Call a service by a full URL on its host in the region, such as https://s3.eu-west-1.amazonaws.com/bucket/key.",
    }),
    AWS_SNS: incoming("AWS SNS notifications"),
  },
  credentialTypes: {
    AWS_INTEGRATION: {
      name: "AWS role",
      summary: "A role of your account that this installation assumes. No secret is kept.",
      default: true,
      fields: {
        accountId: text({
          label: "Account ID",
          help: "Twelve digits, in the menu under your name.",
          pattern: "^\\d{12}$",
          patternMessage: "An account ID has twelve digits.",
        }),
        roleName: text({
          label: "Role name",
          help: "Any name for now: once you save, the credential's page shows the external id and the trust policy to paste in AWS.",
          link: {
            label: "AWS: external ids",
            href: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
          },
          pattern: "^[\\w+=,.@-]{1,64}$",
          patternMessage: "Give the name alone, not the ARN.",
        }),
        externalId: generated({ label: "External ID" }),
        region,
      },
      keyName: "role",
      paste: {
        title: "Trust policy of the role",
        help: "AWS: IAM > Roles > the role > Trust relationships > Edit trust policy. Replace what is there, save, and test again here.",
        link: {
          label: "AWS: external ids",
          href: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
        },
        text: trustPolicy,
      },
      scopes: ["what the calls need, in the role's policies; the test needs nothing"],
      authorize: awsAssumeRole({
        roleArn: "arn:aws:iam::{accountId}:role/{roleName}",
        externalId: "{externalId}",
        sessionName: "credenza",
        stsUrl: "https://sts.{region}.amazonaws.com/",
        region: "{region}",
        services,
      }),
      test: { ...test, outcomes: [...test.outcomes] },
      examples: {
        answers,
        fields: { accountId: "123456789012", roleName: "credenza-metering", region: "eu-west-1" },
        refused: [
          { fields: { accountId: "1234" }, field: "accountId" },
          { fields: { roleName: "arn:aws:iam::123456789012:role/x" }, field: "roleName" },
          { fields: { region: "eu-west-1.evil" }, field: "region" },
          { fields: { externalId: "chosen-by-me" }, field: "externalId" },
        ],
      },
    },
    AWS_ACCESS_KEY: {
      name: "AWS access key",
      summary: "Keys of an IAM user, or temporary keys with their session token. A role is safer.",
      fields: {
        accessKeyId: text({
          label: "Access key ID",
          help: "IAM > Users > the user > Security credentials.",
          pattern: "^A[A-Z0-9]{15,127}$",
          patternMessage: "An access key ID begins with AKIA or ASIA.",
        }),
        secretAccessKey: key({ label: "Secret access key", help: "Shown once, when the access key is made." }),
        sessionToken: secret({ label: "Session token", help: "Only of temporary keys.", optional: true }),
        region,
      },
      scopes: ["what the calls need, in the user's policies; the test needs nothing"],
      authorize: sigV4({
        accessKeyId: "{accessKeyId}",
        secretAccessKey: "{secretAccessKey}",
        sessionToken: "{sessionToken}",
        region: "{region}",
        services,
      }),
      test: { ...test, outcomes: [...test.outcomes] },
      examples: {
        answers,
        fields: {
          accessKeyId: "AKIDEXAMPLE000000",
          secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
          region: "us-east-1",
        },
        refused: [{ fields: { accessKeyId: "my key" }, field: "accessKeyId" }],
      },
    },
    AWS_SNS_TOPIC: {
      name: "AWS SNS topic",
      summary: "Messages of one topic, signed by AWS with a certificate that is fetched from its own hosts only.",
      fields: {
        topicArn: text({
          label: "Topic ARN",
          help: "SNS > Topics > the topic. Other topics are refused.",
          pattern: "^arn:aws(-[a-z]+)*:sns:[a-z0-9-]+:\\d{12}:[\\w-]{1,256}(\\.fifo)?$",
          patternMessage: "A topic ARN looks like arn:aws:sns:eu-west-1:123456789012:name.",
        }),
      },
      incoming: {
        verification: certificate({
          url: { bodyPath: "SigningCertURL" },
          pinned: "^https://sns\\.(?<region>[a-z0-9-]{3,})\\.amazonaws\\.com(\\.cn)?/[\\w-]+\\.pem$",
          names: [
            "sns.amazonaws.com",
            "sns.{region}.amazonaws.com",
            "sns-signing.{region}.amazonaws.com",
            "sns-us-gov-west-1.amazonaws.com",
            "sns-{region}.amazonaws.com.cn",
          ],
          signature: { bodyPath: "Signature" },
          signed: "sns",
          topic: "{topicArn}",
        }),
        eventId: [{ bodyPath: "MessageId" }],
        eventType: [{ bodyPath: "Type" }],
        confirm: {
          when: { bodyPath: "Type", equals: "SubscriptionConfirmation" },
          url: { bodyPath: "SubscribeURL" },
          pinned: "^https://sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?/\\?[\\w=&%.:-]+$",
        },
      },
      examples: { fields: { topicArn: "arn:aws:sns:eu-west-1:123456789012:orders" }, webhooks: [] },
    },
  },
});
