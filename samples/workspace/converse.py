"""Asks a model one question through Amazon Bedrock's Converse API."""

import boto3

region_name = "us-east-1"
modelId = "anthropic.claude-sonnet-4-5-20250929-v1:0"

client = boto3.client("bedrock-runtime", region_name=region_name)


def ask(question: str) -> str:
    response = client.converse_stream(
        modelId=modelId,
        messages=[{"role": "user", "content": [{"text": question}]}],
        inferenceConfig={"maxTokens": 512},
    )
    answer = []
    for event in response["stream"]:
        if "contentBlockDelta" in event:
            answer.append(event["contentBlockDelta"]["delta"].get("text", ""))
    return "".join(answer)


if __name__ == "__main__":
    print(ask("What is cross-region inference good for?"))
