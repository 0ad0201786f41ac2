#!/bin/sh
# Puts a built console where CloudFront reads it: publish.sh <folder> <outputs of cdk deploy>
set -eu
folder="$1"
outputs="$2"
output() { jq --raw-output --exit-status "[.[].$1 // empty] | first" "$outputs"; }
bucket="$(output ConsoleBucketName)"
distribution="$(output ConsoleDistributionId)"
# Files first, whose names change with their content, and then those that name them.
aws s3 sync "$folder" "s3://$bucket" --exclude index.html --exclude config.json --cache-control 'public, max-age=31536000, immutable'
aws s3 cp "$folder/config.json" "s3://$bucket/config.json" --cache-control 'no-cache'
aws s3 cp "$folder/index.html" "s3://$bucket/index.html" --cache-control 'no-cache'
aws cloudfront create-invalidation --distribution-id "$distribution" --paths /index.html /config.json
