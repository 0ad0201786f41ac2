/**
 * The console, from a private bucket through CloudFront. It holds nothing that a build cannot make
 * again.
 *
 * The files come with `aws s3 sync` and not with this stack: a deployment of the console then needs no
 * CloudFormation, and no function that copies.
 */
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  Function,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { EnvironmentProps, TokenIssuer } from './environment.ts';
import type { OrderRestApi } from './order-rest-api.ts';

export interface FrontendStackProps extends StackProps {
  readonly environment: EnvironmentProps;

  /** What the console talks to. */
  readonly restApi: OrderRestApi;

  /** Where the console gets its tokens. */
  readonly tokens: TokenIssuer;

  /** Where it gets documents, by the links that the API gives out. */
  readonly invoices: Bucket;
}

export class FrontendStack extends Stack {
  /** Where the console is, without a trailing slash. */
  readonly consoleUrl: string;

  constructor(scope: Construct, id: string, props: FrontendStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const { consoleDomain } = environment;

    const files = new Bucket(this, 'Files', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      // Everybody may read these files, so there is nothing that a key could protect.
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const distribution = new Distribution(this, 'Distribution', {
      comment: `Console of orders-${environment.name}`,
      defaultRootObject: 'index.html',
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      ...(consoleDomain && {
        // Without a certificate of one's own, CloudFront chooses by itself.
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
        domainNames: [consoleDomain.domainName],
        certificate: Certificate.fromCertificateArn(
          this,
          'Certificate',
          consoleDomain.certificateArn,
        ),
      }),
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(files),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        // Each file says by itself how long it may be kept.
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        compress: true,
        responseHeadersPolicy: this.securityHeaders(props),
        functionAssociations: [
          { function: this.pageRouter(), eventType: FunctionEventType.VIEWER_REQUEST },
        ],
      },
    });

    const domainName = consoleDomain?.domainName ?? distribution.distributionDomainName;
    this.consoleUrl = environment.consoleUrl ?? `https://${domainName}`;
    // It is in use until the console gets another address, and CloudFormation would refuse to let it go.
    this.exportValue(distribution.distributionDomainName);

    // The names are a contract with whoever deploys the console.
    new CfnOutput(this, 'ConsoleUrl', { value: this.consoleUrl });
    // Where a name of one's own has to lead, and where the console answers before it does.
    new CfnOutput(this, 'ConsoleDistributionUrl', {
      value: `https://${distribution.distributionDomainName}`,
    });
    new CfnOutput(this, 'ConsoleBucketName', { value: files.bucketName });
    new CfnOutput(this, 'ConsoleDistributionId', { value: distribution.distributionId });
  }

  private securityHeaders(props: FrontendStackProps): ResponseHeadersPolicy {
    const { environment, restApi, tokens, invoices } = props;
    // Cognito gives out tokens at another address than the one that it signs them with.
    const signInPages = `https://*.auth.${this.region}.amazoncognito.com`;
    const issuers = [`${tokens.issuer}/`, ...(environment.tokens ? [] : [signInPages])];
    const documents = `https://${invoices.bucketRegionalDomainName}/`;
    return new ResponseHeadersPolicy(this, 'SecurityHeaders', {
      securityHeadersBehavior: {
        contentSecurityPolicy: {
          contentSecurityPolicy: [
            "default-src 'self'",
            // A path ends with a slash, or it would stand for itself alone.
            `connect-src 'self' ${restApi.url}/ ${issuers.join(' ')} ${documents}`,
            // A document is fetched, and shown from memory.
            'frame-src blob:',
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
          ].join('; '),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        // The address of a page names an order.
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: {
          accessControlMaxAge: Duration.days(365),
          includeSubdomains: true,
          override: true,
        },
      },
    });
  }

  /**
   * Every address without a file extension is a page of the console, which finds its way by itself.
   * Answering a missing file with the first page would do the same, and hide that a file is missing.
   */
  private pageRouter(): Function {
    return new Function(this, 'PageRouter', {
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(PAGE_ROUTER),
    });
  }
}

export const PAGE_ROUTER = `function handler(event) {
  var request = event.request;
  if (!/\\.[^/]*$/.test(request.uri)) {
    request.uri = '/index.html';
  }
  return request;
}
`;
