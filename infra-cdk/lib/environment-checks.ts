/**
 * Refuses settings that would deploy well and fail at the first request.
 *
 * The types of an environment cannot say "from 1 to 64" or "an origin", and people write them.
 */
import { capacityFor, MOST_ORDERS_PER_SECOND } from './capacity.ts';
import { designIn } from './document-design.ts';
import type { EnvironmentProps } from './environment.ts';
import { addressOf } from './subscribers.ts';

/** Throws for the first setting that cannot work, and says what to write instead. */
export function checkEnvironment(environment: EnvironmentProps): void {
  const refuse: Refuse = (setting, found, expected) => {
    throw new Error(
      `\`${setting}\` of environment \`${environment.name}\` has \`${String(found)}\`: ${expected}`,
    );
  };
  checkPlaces(environment, refuse);
  checkSizes(environment, refuse);
  checkConsole(environment, refuse);
  checkDocuments(environment, refuse);
  checkAddresses(environment, refuse);
  checkTokens(environment, refuse);
}

type Refuse = (setting: string, found: unknown, expected: string) => never;

/** Regions and networks. */
function checkPlaces({ region, network, replicaRegion }: EnvironmentProps, refuse: Refuse): void {
  if (region === undefined) {
    refuse('region', region, 'sign in to AWS, or set AWS_REGION and CDK_DEFAULT_REGION');
  }
  if (network?.cidr !== undefined && !CIDR.test(network.cidr)) {
    refuse('network.cidr', network.cidr, 'write a private range from /16 to /24, `10.0.0.0/16`');
  }
  for (const zone of network?.availabilityZones ?? []) {
    if (!zone.startsWith(region ?? '') || !/[a-z]$/.test(zone)) {
      refuse('network.availabilityZones', zone, `name two zones of ${region}, \`${region}a\``);
    }
  }
  if (new Set(network?.availabilityZones).size === 1) {
    refuse('network.availabilityZones', network?.availabilityZones, 'name two different zones');
  }
  if (replicaRegion !== undefined && (!REGION.test(replicaRegion) || replicaRegion === region)) {
    refuse('replicaRegion', replicaRegion, `name a region other than ${region}, \`eu-west-1\``);
  }
}

/** How much of everything there is, and what it may cost. */
function checkSizes(environment: EnvironmentProps, refuse: Refuse): void {
  const { invoiceSeries = 1, monthlyBudget, peakOrdersPerSecond: peak } = environment;
  const { requestsPerAddress, warmOrderApi: warm } = environment;
  if (!Number.isInteger(invoiceSeries) || invoiceSeries < 1 || invoiceSeries > 64) {
    refuse('invoiceSeries', invoiceSeries, 'choose a whole number from 1 to 64');
  }
  if (peak !== undefined && !(peak > 0 && peak <= MOST_ORDERS_PER_SECOND)) {
    refuse('peakOrdersPerSecond', peak, `choose up to ${MOST_ORDERS_PER_SECOND} orders a second`);
  }
  const { invoiceSeries: leastSeries } = capacityFor(peak ?? 0);
  if (invoiceSeries < leastSeries) {
    refuse(
      'invoiceSeries',
      invoiceSeries,
      `${peak} orders a second need ${leastSeries} or more, or their confirmations are refused`,
    );
  }
  if (warm !== undefined) {
    const { always, peak: atPeak, peakStarts, peakEnds } = warm;
    if (![always, atPeak].every(Number.isInteger) || always < 0 || atPeak < Math.max(1, always)) {
      refuse('warmOrderApi', `${always} to ${atPeak}`, 'choose whole numbers, at peak hours the higher one');
    }
    if (![peakStarts, peakEnds].every(isHour) || peakStarts >= peakEnds) {
      refuse('warmOrderApi', `${peakStarts} to ${peakEnds}`, 'choose hours of one day, from 0 to 23');
    }
  }
  if (requestsPerAddress !== undefined && !(requestsPerAddress >= 10)) {
    refuse('requestsPerAddress', requestsPerAddress, 'choose 10 requests in five minutes or more');
  }
  if (monthlyBudget !== undefined && !(monthlyBudget > 0)) {
    refuse('monthlyBudget', monthlyBudget, 'write the US dollars that a month may cost');
  }
}

/** Where browsers find the console, and may call the API from. */
function checkConsole(environment: EnvironmentProps, refuse: Refuse): void {
  const { allowedOrigins = [], consoleDomain, consoleUrl } = environment;
  if (consoleUrl !== undefined && !isOrigin(consoleUrl)) {
    refuse('consoleUrl', consoleUrl, 'write it as `https://console.example.com`, without a path');
  }
  if (consoleDomain !== undefined && !CERTIFICATE.test(consoleDomain.certificateArn)) {
    refuse(
      'consoleDomain.certificateArn',
      consoleDomain.certificateArn,
      'name a certificate of us-east-1, since CloudFront looks nowhere else',
    );
  }
  const consoleOrigin = consoleUrl ?? (consoleDomain && `https://${consoleDomain.domainName}`);
  if (consoleOrigin !== undefined && !allowedOrigins.includes(consoleOrigin)) {
    refuse('allowedOrigins', allowedOrigins, `name ${consoleOrigin} too, where the console is`);
  }
  for (const origin of allowedOrigins) {
    if (!isOrigin(origin)) {
      refuse(
        'allowedOrigins',
        origin,
        'write an origin as browsers send it, `https://console.example.com` or, on the own ' +
          'machine, `http://localhost:5173`, without a path and without `*`',
      );
    }
  }
}

function checkDocuments({ designDirectory }: EnvironmentProps, refuse: Refuse): void {
  if (designDirectory === undefined) {
    return;
  }
  const { fonts, hasTemplate } = designIn(designDirectory);
  if (fonts.length === 0 && !hasTemplate) {
    refuse(
      'designDirectory',
      designDirectory,
      'name a folder with a template.typ, or with at least one otf, otc, ttf or ttc',
    );
  }
}

/** Of the people and programs who are told. */
function checkAddresses(environment: EnvironmentProps, refuse: Refuse): void {
  const { operators = [], subscribers = [] } = environment;
  for (const operator of operators) {
    if (!ADDRESS.email.test(operator)) {
      refuse('operators', operator, `write ${ADDRESS_FORM.email}`);
    }
  }
  for (const subscriber of subscribers) {
    const address = addressOf(subscriber);
    const kind = 'email' in subscriber ? 'email' : 'sms' in subscriber ? 'sms' : 'sqs';
    if (!ADDRESS[kind].test(address)) {
      refuse(`subscribers.${kind}`, address, `write ${ADDRESS_FORM[kind]}`);
    }
    if (Object.values(subscriber.only ?? {}).some((values) => values.length === 0)) {
      refuse('subscribers.only', address, 'name at least one value for each attribute');
    }
  }
}

function checkTokens({ tokens }: EnvironmentProps, refuse: Refuse): void {
  if (tokens === undefined) {
    return;
  }
  if (!isIssuer(tokens.issuer)) {
    refuse(
      'tokens.issuer',
      tokens.issuer,
      'write the `https://` URL below which `/.well-known/openid-configuration` is, without a ' +
        'trailing slash',
    );
  }
  if (tokens.audiences.length === 0 || !tokens.audiences.every(isAudience)) {
    refuse(
      'tokens.audiences',
      tokens.audiences,
      'name at least one audience, each without spaces and commas',
    );
  }
}

function isHour(hour: number): boolean {
  return Number.isInteger(hour) && hour >= 0 && hour <= 23;
}

/** Browsers leave out the port that a scheme implies, so an origin with it would match nothing. */
function isOrigin(text: string): boolean {
  return ORIGIN.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function isIssuer(text: string): boolean {
  return ISSUER.test(text) && URL.canParse(text);
}

/** Audiences travel in one variable, separated by commas. */
function isAudience(text: string): boolean {
  return /^[^\s,]+$/.test(text);
}

/** Plain HTTP is only safe where it does not leave the machine. */
const ORIGIN = /^(https:\/\/[a-z0-9.-]+|http:\/\/(localhost|127\.0\.0\.1))(:\d+)?$/;
const ISSUER = /^(https:\/\/[^\s/?#]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?)(\/[^\s/?#]+)*$/;

const CERTIFICATE = /^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/;
const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;
/** From the ranges that nobody routes (RFC 1918), with room for four subnets. */
const CIDR =
  /^(10\.\d{1,3}|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}\/(1[6-9]|2[0-4])$/;

const ADDRESS = {
  email: /^[^\s@/]+@[^\s@/]+$/,
  sms: /^\+[1-9]\d{6,14}$/,
  sqs: /^arn:aws[a-z-]*:sqs:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$/,
};
const ADDRESS_FORM = {
  email: 'one address',
  sms: 'the number as `+4930123456`, without spaces',
  sqs: 'the ARN of a standard queue: a first-in-first-out queue cannot subscribe',
};
