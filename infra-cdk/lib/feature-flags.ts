/**
 * How the CDK behaves: as it recommends to new projects, with one exception.
 *
 * Set on the app and not in `cdk.json`, so that the templates are the same with and without the CDK
 * command line, and in tests. A new CDK version can bring new flags: the snapshots show what they do.
 */
import recommended from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };

export const FEATURE_FLAGS = {
  ...recommended,
  // Exports: CloudFormation then refuses to remove a table or bucket that is in use.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};
