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
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { Permission } from './rust-function.ts';

export interface GithubAccessStackProps extends StackProps {
  /** As GitHub writes it: `<owner>/<name>`. */
  readonly repository: string;

  readonly environmentName: string;
}

export class GithubAccessStack extends Stack {
  constructor(scope: Construct, id: string, props: GithubAccessStackProps) {
    super(scope, id, props);
    const { repository, environmentName } = props;
    if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
      throw new Error(`cannot trust the repository \`${repository}\`: expected \`<owner>/<name>\``);
    }
    const { account, partition } = this;
    const cdkRoles = (...roles: readonly string[]) =>
      // In each region, since the copies are in another one.
      roles.map((role) => `arn:${partition}:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-*`);

    const diff = this.role('Diff', `repo:${repository}:environment:${environmentName}-diff`, [
      { actions: ['sts:AssumeRole'], resources: cdkRoles('lookup') },
    ]);

    // CloudFormation makes up the name of the bucket, from that of its stack.
    const files = `arn:${partition}:s3:::orders-${environmentName}-frontend-*`;
    const deploy = this.role('Deploy', `repo:${repository}:environment:${environmentName}`, [
      { actions: ['sts:AssumeRole'], resources: cdkRoles('lookup', 'file-publishing', 'deploy') },
      { actions: ['s3:ListBucket'], resources: [files] },
      { actions: ['s3:PutObject'], resources: [`${files}/*`] },
      // Its id is known only after the first deployment. All that it can do is to make CloudFront ask again.
      {
        actions: ['cloudfront:CreateInvalidation'],
        resources: [`arn:${partition}:cloudfront::${account}:distribution/*`],
      },
    ]);

    new CfnOutput(this, 'DiffRoleArn', { value: diff.roleArn });
    new CfnOutput(this, 'DeployRoleArn', { value: deploy.roleArn });
  }

  private role(id: string, subject: string, permissions: readonly Permission[]): Role {
    return new Role(this, id, {
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
