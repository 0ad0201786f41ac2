/**
 * Turns away what is known to be an attack, and callers that ask too often, before it costs anything.
 *
 * It keeps no log of its own: that would be addresses and headers of people. Metrics and samples of
 * the last three hours show what each rule does.
 */
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Stage } from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import type { EnvironmentProps } from './environment.ts';

export interface WebAclProps {
  readonly environment: EnvironmentProps;

  /** What stands behind it. */
  readonly stage: Stage;
}

export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const { environment, stage } = props;
    const { requestsPerAddress = 2000 } = environment;

    const webAcl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visibility(`orders-${environment.name}`),
      rules: [
        {
          name: 'RatePerAddress',
          priority: 0,
          action: { block: {} },
          statement: {
            rateBasedStatement: { limit: requestsPerAddress, aggregateKeyType: 'IP' },
          },
          visibilityConfig: visibility('RatePerAddress'),
        },
        managed(1, 'AWSManagedRulesAmazonIpReputationList'),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet'),
        // These read a body as a web form. A large order, or a description with a link, a path, an address
        // or a tag in it, is none: order-api takes all of it for the text that it is. So they only count.
        managed(3, 'AWSManagedRulesCommonRuleSet', [
          'SizeRestrictions_BODY',
          'EC2MetaDataSSRF_BODY',
          'GenericLFI_BODY',
          'GenericRFI_BODY',
          'CrossSiteScripting_BODY',
        ]),
      ],
    });

    if (!environment.emulatorLimits?.webAclAssociation) {
      new CfnWebACLAssociation(this, 'Association', {
        resourceArn: stage.stageArn,
        webAclArn: webAcl.attrArn,
      });
    }
  }
}

function managed(
  priority: number,
  name: string,
  onlyCounted: readonly string[] = [],
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    // The rules of the group decide, and not this one for all of them.
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: 'AWS',
        name,
        ruleActionOverrides: onlyCounted.map((rule) => ({
          name: rule,
          actionToUse: { count: {} },
        })),
      },
    },
    visibilityConfig: visibility(name),
  };
}

function visibility(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}
