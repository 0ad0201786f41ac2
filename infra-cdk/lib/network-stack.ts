/**
 * A network of its own for the functions, for who has to show that data stays on private addresses.
 *
 * Two availability zones, each with a public and a private subnet. The functions are in the private
 * ones and accept no connection. They reach DynamoDB, S3, SQS and SNS through endpoints in the
 * network; what is left, such as the keys of the token issuer, goes out through a NAT gateway in the
 * public subnet of the same zone, so that no zone depends on the other.
 */
import {
  FlowLogDestination,
  FlowLogTrafficType,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps, NetworkOptions } from './environment.ts';

export interface NetworkStackProps extends StackProps {
  readonly environment: EnvironmentProps;
  readonly network: NetworkOptions;

  /** Encrypts the log of refused connections. */
  readonly key: IKey;
}

/** Where a function runs. */
export interface FunctionNetwork {
  /** Its private subnets are for functions. */
  readonly vpc: Vpc;

  readonly functions: SecurityGroup;
}

export class NetworkStack extends Stack implements FunctionNetwork {
  readonly vpc: Vpc;
  readonly functions: SecurityGroup;

  constructor(scope: Construct, id: string, props: NetworkStackProps) {
    super(scope, id, props);
    const { environment, network, key } = props;

    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr(network.cidr ?? '10.0.0.0/16'),
      availabilityZones: [
        ...(network.availabilityZones ?? [`${environment.region}a`, `${environment.region}b`]),
      ],
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      ],
      // The construct would close the default group with a function. Nothing is in that group.
      restrictDefaultSecurityGroup: false,
      gatewayEndpoints: {
        DynamoDb: { service: GatewayVpcEndpointAwsService.DYNAMODB },
        S3: { service: GatewayVpcEndpointAwsService.S3 },
      },
    });

    this.vpc.addFlowLog('Refused', {
      trafficType: FlowLogTrafficType.REJECT,
      destination: FlowLogDestination.toCloudWatchLogs(
        new LogGroup(this, 'RefusedConnections', {
          encryptionKey: key,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: environment.removalPolicy,
        }),
      ),
    });

    this.functions = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'The functions: out by TLS, and nobody comes in',
      allowAllOutbound: false,
    });
    this.functions.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'AWS and the issuer of tokens');

    const endpoints = new SecurityGroup(this, 'Endpoints', {
      vpc: this.vpc,
      description: 'The endpoints of AWS services: the functions come in by TLS',
      allowAllOutbound: false,
    });
    endpoints.addIngressRule(this.functions, Port.HTTPS, 'From the functions');

    for (const [name, service] of Object.entries(INTERFACE_ENDPOINTS)) {
      this.vpc.addInterfaceEndpoint(name, {
        service,
        securityGroups: [endpoints],
        // The group above says who may; the construct would let in the whole network.
        open: false,
      });
    }
  }
}

/**
 * What the functions call themselves, and nothing else, as each costs $14.60 a month in two zones. Their
 * logs and traces are sent by Lambda and not from the network, and KMS is asked by the services that
 * encrypt.
 */
const INTERFACE_ENDPOINTS = {
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Sns: InterfaceVpcEndpointAwsService.SNS,
} as const;
