/** A new version of a function takes a part of the calls first, and none if it fails. */
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { endingRollouts } from './alarm-faults.ts';
import { resourcesOf, synthesize } from './synthesized.ts';

const { api, service } = synthesize('prod');

describe('in production', () => {
  test('each alias goes over to a new version through a rollout of its own', () => {
    const groups = [api, service].flatMap((template) => {
      const aliases = Object.values<any>(template.findResources('AWS::Lambda::Alias'));
      return aliases.map(
        ({ UpdatePolicy }) => UpdatePolicy.CodeDeployLambdaAliasUpdate.DeploymentGroupName.Ref,
      );
    });
    expect(groups).toEqual([
      expect.stringMatching(/^OrderApiRolloutGroup/),
      expect.stringMatching(/^PipelineStreamConsumerRolloutGroup/),
      expect.stringMatching(/^PipelinePdfWorkerRolloutGroup/),
      expect.stringMatching(/^ReplayDlqReplayRolloutGroup/),
    ]);
  });

  test('a tenth of the calls for five minutes, with a way back, and somebody hears of it', () => {
    for (const template of [api, service]) {
      template.allResourcesProperties('AWS::CodeDeploy::DeploymentGroup', {
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'],
        },
        TriggerConfigurations: [
          {
            TriggerEvents: ['DeploymentFailure', 'DeploymentRollback'],
            TriggerTargetArn: { 'Fn::ImportValue': Match.stringLikeRegexp('OperationsTopic') },
          },
        ],
      });
    }
  });

  test('one crash ends it, and so does one 5XX of order-api, or one message that is put aside', () => {
    const ending = [api, service].flatMap((template) => {
      const ids = endingRollouts(template.toJSON());
      return resourcesOf(template.toJSON(), 'AWS::CloudWatch::Alarm')
        .filter(([id]) => ids.has(id))
        .map(([id, alarm]) => [
          id.replace(/[0-9A-F]{8}$/, ''),
          alarm.MetricName,
          alarm.Threshold,
          alarm.Period,
          alarm.AlarmActions,
        ]);
    });
    expect(ending).toEqual([
      ['OrderApiRolloutCrashes', 'Errors', 0, 60, undefined],
      ['OrderApiRolloutServerErrors', '5XXError', 0, 60, undefined],
      ['PipelineStreamConsumerRolloutCrashes', 'Errors', 0, 60, undefined],
      ['PipelineStreamConsumerRolloutParked', 'ParkedMessages', 0, 60, undefined],
      ['PipelinePdfWorkerRolloutCrashes', 'Errors', 0, 60, undefined],
      ['PipelinePdfWorkerRolloutParked', 'ParkedMessages', 0, 60, undefined],
      ['ReplayDlqReplayRolloutCrashes', 'Errors', 0, 60, undefined],
    ]);
  });
});

test.each(['local', 'dev'] as const)('in %s all calls go over at once', (name) => {
  const system = synthesize(name);
  for (const template of [system.api, system.service]) {
    template.resourceCountIs('AWS::CodeDeploy::DeploymentGroup', 0);
    template.allResources('AWS::Lambda::Alias', { UpdatePolicy: Match.absent() });
  }
});
