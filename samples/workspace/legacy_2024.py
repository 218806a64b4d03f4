"""Written in August 2024, when Claude 3.5 Sonnet was new and inference profiles had just appeared."""

import json

import boto3

bedrock = boto3.client(service_name="bedrock-runtime", region_name="us-east-1")

body = json.dumps(
    {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 256,
        "messages": [{"role": "user", "content": "Write a haiku about regions."}],
    }
)

response = bedrock.invoke_model(
    modelId="anthropic.claude-3-5-sonnet-20240620-v1:0",
    body=body,
)
print(json.loads(response["body"].read())["content"][0]["text"])
