/** The private network of the functions, for environments that ask for one. */
import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { resourcesOf, synthesize, type TemplateJson } from './synthesized.ts';

const system = synthesize('prod', { network: {} });
const { network, api, service } = system;
const template: TemplateJson = network?.toJSON() ?? {};

test('there is none where nobody asks for one', () => {
  const without = synthesize('prod');
  expect(without.network).toBeUndefined();
  for (const stack of [without.api, without.service]) {
    stack.allResourcesProperties('AWS::Lambda::Function', { VpcConfig: Match.absent() });
  }
});

describe('the network', () => {
  test('has a public and a private subnet in each of two zones, and a way out in each', () => {
    const subnets = resourcesOf(template, 'AWS::EC2::Subnet').map(([, subnet]) => [
      subnet.AvailabilityZone,
      subnet.CidrBlock,
      subnet.MapPublicIpOnLaunch,
    ]);
    expect(subnets).toEqual([
      ['eu-central-1a', '10.0.0.0/18', false],
      ['eu-central-1b', '10.0.64.0/18', false],
      ['eu-central-1a', '10.0.128.0/18', false],
      ['eu-central-1b', '10.0.192.0/18', false],
    ]);
    expect(resourcesOf(template, 'AWS::EC2::NatGateway')).toHaveLength(2);
  });

  test('reaches DynamoDB and S3 by routes, and the other services by addresses of its own', () => {
    const endpoints = resourcesOf(template, 'AWS::EC2::VPCEndpoint').map(([, endpoint]) => [
      endpoint.VpcEndpointType,
      JSON.stringify(endpoint.ServiceName).match(/\.([a-z0-9]+)"(\]\]\})?$/)?.[1],
    ]);
    expect(endpoints).toEqual([
      ['Gateway', 'dynamodb'],
      ['Gateway', 's3'],
      ['Interface', 'sqs'],
      ['Interface', 'sns'],
    ]);
    for (const [, endpoint] of resourcesOf(template, 'AWS::EC2::VPCEndpoint')) {
      if (endpoint.VpcEndpointType === 'Gateway') {
        // Without the routes of both private subnets, a function would go out to the internet.
        expect(JSON.stringify(endpoint.RouteTableIds)).toMatch(/PrivateSubnet1.*PrivateSubnet2/);
      } else {
        expect(endpoint.PrivateDnsEnabled).toBe(true);
        expect(endpoint.SubnetIds).toHaveLength(2);
        expect(endpoint.SecurityGroupIds).toEqual([
          { 'Fn::GetAtt': [expect.stringMatching(/^Endpoints/), 'GroupId'] },
        ]);
      }
    }
  });

  test('lets functions out by TLS only, and nobody in', () => {
    const groups = Object.fromEntries(
      resourcesOf(template, 'AWS::EC2::SecurityGroup').map(([id, group]) => [
        id.replace(/[0-9A-F]{8}$/, ''),
        group,
      ]),
    );
    expect(Object.keys(groups).sort()).toEqual(['Endpoints', 'Functions']);
    expect(groups['Functions'].SecurityGroupIngress).toBeUndefined();
    expect(groups['Functions'].SecurityGroupEgress).toEqual([
      expect.objectContaining({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }),
    ]);
    expect(groups['Endpoints'].SecurityGroupIngress).toBeUndefined();
    expect(resourcesOf(template, 'AWS::EC2::SecurityGroupIngress')).toEqual([
      [
        expect.any(String),
        expect.objectContaining({
          FromPort: 443,
          ToPort: 443,
          GroupId: { 'Fn::GetAtt': [expect.stringMatching(/^Endpoints/), 'GroupId'] },
          SourceSecurityGroupId: { 'Fn::GetAtt': [expect.stringMatching(/^Functions/), 'GroupId'] },
        }),
      ],
    ]);
  });

  test('tells what it refused, in a log that is encrypted and forgotten', () => {
    network?.hasResourceProperties('AWS::EC2::FlowLog', {
      TrafficType: 'REJECT',
      LogDestinationType: 'cloud-watch-logs',
    });
    network?.allResourcesProperties('AWS::Logs::LogGroup', {
      RetentionInDays: 90,
      KmsKeyId: Match.anyValue(),
    });
  });

  test('has no function of its own, as the CDK would bring along', () => {
    network?.resourceCountIs('AWS::Lambda::Function', 0);
  });

  test('can be elsewhere', () => {
    const other = synthesize('prod', {
      network: { cidr: '172.16.0.0/20', availabilityZones: ['eu-central-1b', 'eu-central-1c'] },
    }).network;
    other?.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '172.16.0.0/20' });
    other?.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: 'eu-central-1c' });
  });
});

describe('every function', () => {
  test('is in the private subnets, with the group that nobody reaches', () => {
    const exported = (value: { 'Fn::ImportValue': string }) =>
      Object.values<any>(template['Outputs']).find(
        ({ Export }) => Export.Name === value['Fn::ImportValue'],
      ).Value;
    const functions = [api, service].flatMap((stack) =>
      resourcesOf(stack.toJSON(), 'AWS::Lambda::Function'),
    );
    expect(functions).toHaveLength(4);
    for (const [, { VpcConfig }] of functions) {
      expect(VpcConfig.SubnetIds.map(exported)).toEqual([
        { Ref: expect.stringMatching(/^VpcPrivateSubnet1/) },
        { Ref: expect.stringMatching(/^VpcPrivateSubnet2/) },
      ]);
      expect(VpcConfig.SecurityGroupIds.map(exported)).toEqual([
        { 'Fn::GetAtt': [expect.stringMatching(/^Functions/), 'GroupId'] },
      ]);
    }
  });

  test('may be attached to it', () => {
    for (const stack of [api, service]) {
      const roles = resourcesOf(stack.toJSON(), 'AWS::IAM::Role').filter(
        ([, role]) => role.Policies?.[0].PolicyName === 'permissions',
      );
      expect(roles.length).toBeGreaterThan(0);
      for (const [, role] of roles) {
        const anywhere = role.Policies[0].PolicyDocument.Statement.filter(
          ({ Resource }: any) => Resource === '*',
        ).flatMap(({ Action }: any) => Action);
        expect(anywhere.filter((action: string) => action.startsWith('ec2:'))).toEqual([
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets',
          'ec2:UnassignPrivateIpAddresses',
        ]);
      }
    }
  });
});

test('refused connections are written down by a role that may do no more', () => {
  const [policy, ...others] = resourcesOf(template, 'AWS::IAM::Policy');
  expect(others).toEqual([]);
  expect(policy?.[1].PolicyDocument.Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^RefusedConnections/), 'Arn'] },
    },
  ]);
});
