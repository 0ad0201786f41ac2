/** What the console reads when it starts (`frontend/src/settings.ts`), from the outputs of a deployment. */

/** As `cdk deploy --outputs-file` writes them: by stack, and then by name. */
export type DeployedOutputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

export interface ConsoleSettings {
  readonly apiUrl: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly scope: string;
  readonly local: boolean;
}

export function consoleSettings(outputs: DeployedOutputs): ConsoleSettings {
  return {
    apiUrl: outputNamed('ApiUrl', outputs),
    issuer: outputNamed('TokenIssuer', outputs),
    clientId: outputNamed('ConsoleClientId', outputs),
    // Amazon Cognito names scopes after the API that they are for, and the client of people has these two.
    scope: hasOutput('UserPoolId', outputs)
      ? 'openid order-api/orders:read order-api/orders:write'
      : 'openid orders:read orders:write orders:admin ops:replay',
    local: false,
  };
}

export function outputNamed(name: string, outputs: DeployedOutputs): string {
  const value = Object.values(outputs).find((stack) => stack[name] !== undefined)?.[name];
  if (value === undefined) {
    throw new Error(`expected an output \`${name}\` of the deployment, found none`);
  }
  return value;
}

function hasOutput(name: string, outputs: DeployedOutputs): boolean {
  return Object.values(outputs).some((stack) => stack[name] !== undefined);
}
