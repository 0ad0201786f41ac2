/**
 * Which operations of the API take a body, from the description that is generated from the Rust code.
 *
 * The gateway asks for a JSON object and no more. order-api answers a wrong order with all of its
 * faults and where they are, which is part of the API; the gateway would answer "Invalid request
 * body" in its place, and it reads an older dialect of JSON Schema than the description is written in.
 */
import { JsonSchemaType, type JsonSchema } from 'aws-cdk-lib/aws-apigateway';
import { readFileSync } from 'node:fs';

export interface RequestBody {
  /** As the description calls its schema, or the operation that has one of its own. */
  readonly name: string;
  readonly mediaType: string;
  readonly schema: JsonSchema;
}

/** Finds the body of an operation, `POST /orders`, unless it has none. */
export function requestBodyOf(method: string, path: string): RequestBody | undefined {
  const operation = DESCRIPTION.paths[path]?.[method.toLowerCase()];
  for (const [mediaType, { schema }] of Object.entries<any>(operation?.requestBody?.content ?? {})) {
    const name = schema.$ref?.split('/').at(-1);
    if ((DESCRIPTION.components.schemas[name] ?? schema).type === JsonSchemaType.OBJECT) {
      const title = name ?? operation.operationId;
      return { name: title, mediaType, schema: { title, type: JsonSchemaType.OBJECT } };
    }
  }
  return undefined;
}

const DESCRIPTION = JSON.parse(
  readFileSync(new URL('../../schemas/openapi.json', import.meta.url), 'utf8'),
);
