/**
 * What the workflow of GitHub may do in an account: two roles for each environment, one that looks and one
 * that deploys. Somebody deploys this by hand, once; the workflow cannot change what it may do.
 *
 * Each role trusts GitHub's OpenID Connect issuer for one environment of one repository, so no key is kept
 * anywhere. The roles of the CDK do the rest, and they reach the whole account: environments that must not
 * reach each other are in accounts of their own.
 */
import {
  Effect,
  type IPrincipal,
  PolicyDocument,
  PolicyStatement,
  Role,
  WebIdentityPrincipal,
} from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Permission } from './rust-function.ts';

export interface GithubAccessStackProps extends StackProps {
  /** As GitHub writes it: `<owner>/<name>`. */
  readonly repository: string;

  readonly environmentName: string;

  /** Where the environment has stacks. */
  readonly regions: readonly string[];
}

/** With the reason for each `*` in it. */
interface WidePermission extends Permission {
  readonly wildcard?: string;
}

export class GithubAccessStack extends Stack {
  constructor(scope: Construct, id: string, props: GithubAccessStackProps) {
    super(scope, id, props);
    const { environmentName, regions, repository } = props;
    if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
      throw new Error(`cannot trust the repository \`${repository}\`: expected \`<owner>/<name>\``);
    }
    const { account, partition } = this;
    const assume = (...roles: readonly string[]) => ({
      actions: ['sts:AssumeRole'],
      resources: regions.flatMap((region) =>
        roles.map(
          (role) => `arn:${partition}:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-${region}`,
        ),
      ),
    });
    const subject = `repo:${repository}:environment:${environmentName}`;
    const files = `arn:${partition}:s3:::orders-${environmentName}-frontend-*`;
    const wildcard = 'CloudFormation makes up the name of the bucket, from that of its stack.';

    const diff = this.role('Diff', `${subject}-diff`, [assume('lookup')]);
    const deploy = this.role('Deploy', subject, [
      assume('lookup', 'file-publishing', 'deploy'),
      { actions: ['s3:ListBucket'], resources: [files], wildcard },
      { actions: ['s3:PutObject'], resources: [`${files}/*`], wildcard },
      {
        actions: ['cloudfront:CreateInvalidation'],
        resources: [`arn:${partition}:cloudfront::${account}:distribution/*`],
        wildcard: 'Its id is made up too. All that this can do is to have CloudFront ask again.',
      },
    ]);

    new CfnOutput(this, 'DiffRoleArn', { value: diff.roleArn });
    new CfnOutput(this, 'DeployRoleArn', { value: deploy.roleArn });
  }

  private role(id: string, subject: string, permissions: readonly WidePermission[]): Role {
    const role = new Role(this, id, {
      assumedBy: this.github(subject),
      inlinePolicies: {
        permissions: new PolicyDocument({
          statements: permissions.map(
            ({ actions, resources }) =>
              new PolicyStatement({
                effect: Effect.ALLOW,
                actions: [...actions],
                resources: [...resources],
              }),
          ),
        }),
      },
    });
    const acknowledge = (rule: string, reason: string) =>
      Validations.of(role).acknowledge({ id: rule, reason });
    acknowledge(
      'NIST.800.53.R5::NIST.800.53.R5-IAMNoInlinePolicy',
      'A role and what it allows are one thing, and used in one place.',
    );
    for (const { resources, wildcard } of permissions) {
      if (wildcard !== undefined) {
        acknowledge(`AwsSolutions::AwsSolutions-IAM5[Resource::${resources.join()}]`, wildcard);
      }
    }
    return role;
  }

  /** A job of GitHub, for what `subject` says. Each account has one provider for all repositories. */
  private github(subject: string): IPrincipal {
    const issuer = 'token.actions.githubusercontent.com';
    return new WebIdentityPrincipal(
      `arn:${this.partition}:iam::${this.account}:oidc-provider/${issuer}`,
      { StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject } },
    );
  }
}
